/* What a bundle of another site may bring: envelopes, orders of removal. What is taken is written again as it was. */
#include "reading.h"
#include "ledger/removal.h"

static void
envelope(struct str bytes)
{
	struct event e = { .number = 99 };
	char out[EVENT_ENVELOPE];
	enum err err = event_envelope_parse(bytes, &e, NULL);

	if (err != OK) {
		HOLDS(e.number == 99);
		return;
	}
	HOLDS(event_check(&e, NULL) == OK);
	HOLDS(str_eq((struct str){ out, event_envelope(out, &e) }, bytes));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str bytes = { (const char *)p, n };
	uint64_t numbers[REMOVAL_NUMBERS];

	envelope(bytes);
	HOLDS(removal_numbers(bytes, numbers) <= REMOVAL_NUMBERS);
	return 0;
}
