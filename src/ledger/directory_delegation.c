/* Delegations: somebody acts for somebody else, on days that were named. */
#include "ledger/directory_inside.h"
#include "ledger/directory_rights.h"

static enum err
check_days(const struct hand *h, int32_t first, int32_t last, struct why *why)
{
	int32_t today = date_days(instant_day(h->now, OFFSET_CHINA));

	if (first > last || last < today || last >= INSTANT_END / INSTANT_DAY || (int64_t)last - first >= DELEGATION_MOST)
		return fail(why, E_USAGE, 0, "%s", "day");
	return OK;
}

static enum err
check_persons(const struct hand *h, struct uuid from, struct uuid to, struct why *why)
{
	const struct uuid both[] = { from, to };
	enum err err = uuid_equal(from, to) ? fail(why, E_USAGE, 0, "person") : OK;

	for (size_t i = 0; i < 2 && err == OK; i++) {
		err = directory_must_exist(h->store, PERSON_NOW, both[i], "person", why);
		if (err == OK)
			err = directory_not_alone(h->store, both[i], why);
	}
	return err;
}

/* Nobody hands on what was handed over: the giver receives nothing on these days, the receiver gives nothing. */
static enum err
check_chain(const struct hand *h, struct uuid from, struct uuid to, int32_t first, int32_t last, struct why *why)
{
	bool found = false;
	enum err err = directory_has(h->store, DELEGATION_CHAIN, VALUES(value_id(from.b), value_int(last), value_int(first),
	    value_id(to.b)), &found, why);

	return err != OK || !found ? err : fail(why, E_TAKEN, 0, "delegation");
}

enum err
directory_delegate(const struct hand *h, struct uuid from, struct uuid to, int32_t first, int32_t last, struct str reason,
    struct uuid *out, struct why *why)
{
	struct buf b = { 0 };
	enum err err = directory_may(h, ACT_DELEGATIONS, from, why);

	if (err == OK)
		err = check_persons(h, from, to, why);
	if (err == OK)
		err = check_days(h, first, last, why);
	if (err == OK)
		err = directory_check_line(reason, REASON_MOST, why);
	if (err == OK)
		err = check_chain(h, from, to, first, last, why);
	if (err == OK)
		err = uuid_new(out);
	if (err != OK)
		return err;
	json_member_id(&b, "delegation", *out);
	json_member_id(&b, "from", from);
	json_member_id(&b, "to", to);
	json_member_date(&b, "first", date_of_days(first));
	json_member_date(&b, "last", date_of_days(last));
	json_member_text(&b, "reason", reason);
	return directory_write(h, "delegated", &b, why);
}

static enum err
find_giver(struct store *s, struct uuid delegation, struct uuid *giver, struct why *why)
{
	struct rows rows;

	store_ask(s, DELEGATION_NOW, NULL, VALUES(value_id(delegation.b)), &rows);
	if (rows_next(&rows))
		rows_bytes(&rows, 0, giver->b, UUID_BYTES);
	else if (rows.err == OK)
		rows.err = fail(&rows.why, E_ABSENT, 0, "delegation");
	return rows_end(&rows, why);
}

enum err
directory_end_delegation(const struct hand *h, struct uuid delegation, struct why *why)
{
	struct buf b = { 0 };
	struct uuid giver;
	enum err err = find_giver(h->store, delegation, &giver, why);

	if (err == OK)
		err = directory_may(h, ACT_DELEGATIONS, giver, why);
	if (err != OK)
		return err;
	json_member_id(&b, "delegation", delegation);
	return directory_write(h, "delegation-ended", &b, why);
}

enum err
directory_may_act_for(struct store *s, struct uuid person, struct uuid other, int32_t day, bool *may, struct why *why)
{
	return directory_has(s, DELEGATION_BETWEEN, VALUES(value_id(person.b), value_id(other.b), value_int(day)), may, why);
}
