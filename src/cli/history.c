#include "cli/history.h"

#include <stdio.h>

#include "base/json.h"
#include "cli/say.h"

static void
put_fault(struct buf *b, const struct verify_report *r)
{
	char time[INSTANT_TEXT];

	JSON_PUT(b, "{\"code\":");
	json_str(b, cstr(verify_fault_name(r->fault)));
	JSON_PUT(b, ",\"site\":");
	json_uuid_or_null(b, r->site);
	JSON_PUT(b, ",\"ledger\":");
	json_uuid_or_null(b, r->ledger);
	JSON_PUT(b, ",\"number\":");
	buf_putu(b, r->number);
	JSON_PUT(b, ",\"time\":");
	json_str_or_null(b, (struct str){ time, instant_print(time, r->time) });
	JSON_PUT(b, ",\"record\":");
	json_uuid_or_null(b, r->record);
	JSON_PUT(b, ",\"type\":");
	json_str_or_null(b, r->type);
	JSON_PUT(b, "}");
}

void
history_members(struct buf *b, const struct verify_report *r)
{
	buf_puts(b, r->bad ? STR("\"holds\":false") : STR("\"holds\":true"));
	buf_printf(b, ",\"logs\":%llu,\"events\":%llu,\"removed\":%llu,\"checkpoints\":%llu,\"fault\":", (unsigned long long)r->logs,
	    (unsigned long long)r->events, (unsigned long long)r->removed, (unsigned long long)r->checkpoints);
	if (r->bad)
		put_fault(b, r);
	else
		JSON_PUT(b, "null");
}

void
history_json(struct buf *b, const struct verify_report *r)
{
	JSON_PUT(b, "{\"format\":\"bihuan.verify/1\",");
	history_members(b, r);
	JSON_PUT(b, "}\n");
}

void
history_text(struct buf *b, const struct verify_report *r, enum lang lang)
{
	char ledger[UUID_TEXT], time[INSTANT_TEXT];

	if (!r->bad) {
		buf_printf(b, say_text(SAY_HOLDS, lang), (unsigned long long)r->logs, (unsigned long long)r->events,
		    (unsigned long long)r->removed, (unsigned long long)r->checkpoints);
		buf_putc(b, '\n');
		return;
	}
	uuid_print(ledger, r->ledger);
	buf_printf(b, say_text(SAY_HOLDS_NOT, lang), verify_fault_sentence(r->fault, lang), ledger, (unsigned long long)r->number);
	if (instant_print(time, r->time) > 0)
		buf_printf(b, "  %s  %.*s", time, STR_ARG(r->type));
	buf_putc(b, '\n');
}
