#include "ledger/directory_rights.h"
#include "ledger/directory_inside.h"

enum own { OWN_SAME, OWN_NEVER, OWN_ALWAYS };

static const struct {
	enum person_role who;
	enum own own;
} acts[] = {
#define X(act, who, own) { PERSON_ROLE_##who, OWN_##own },
	DIRECTORY_ACTS(X)
#undef X
};

enum err
directory_may(const struct hand *h, enum directory_act act, struct uuid whose, struct why *why)
{
	const char *word = person_role_word(acts[act].who);
	bool own = uuid_equal(h->person, whose), holds = false;
	enum err err;

	if (uuid_is_nil(h->person))
		return OK;
	if (!uuid_is_nil(h->acting_for) || (own && acts[act].own == OWN_NEVER))
		return fail(why, E_RIGHT, 0, "%s", word);
	if (own && acts[act].own == OWN_ALWAYS)
		return OK;
	err = directory_has(h->store, ROLE_HELD, VALUES(value_id(h->person.b), value_text(cstr(word))), &holds, why);
	return err != OK || holds ? err : fail(why, E_RIGHT, 0, "%s", word);
}
