/* bihuan backup: a copy of the ledger and its evidence, while others write. */
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/backup_json.h"
#include "cli/place.h"
#include "store/backup.h"

static enum err
print_report(const struct call *c, const struct backup_report *r)
{
	struct buf b = { 0 };

	if (c->opt[OPT_JSON] != NULL) {
		JSON_PUT(&b, "{\"format\":\"bihuan.backup/1\",\"to\":");
		json_name(&b, cstr(c->files[0]));
		put_backup(&b, r);
		JSON_PUT(&b, "}\n");
	} else {
		buf_printf(&b, say_text(SAY_BACKED_UP, c->voice.lang), c->files[0], (long long)r->events,
		    (unsigned long long)r->evidence.files, (unsigned long long)r->evidence.bytes);
	}
	return place_print(c, &b);
}

static enum err
backup_run(const struct call *c)
{
	struct backup_report report = { .events = 0 };
	struct why why = { 0 };
	struct site s;
	enum err err;

	if (c->nfiles != 1)
		return say_usage(c->voice, NULL, SAY_NO_PLACE);
	if (access(c->files[0], F_OK) == 0)
		return say_error(c->voice, c->files[0], &(struct why){ .err = E_TAKEN });
	err = place_open(c, STORE_READ, &s);	/* of a site, and no other database */
	if (err != OK)
		return err;
	site_close(&s);
	err = backup_make(place_path(c), c->files[0], &report, &why);
	if (err == OK || report.evidence.absent + report.evidence.damaged > 0)	/* made, but not whole */
		print_report(c, &report);
	return err == OK ? OK : say_error(c->voice, place_path(c), &why);
}

const struct command command_backup = {
	.name = "backup",
	.run = backup_run,
	.usage_zh = "新文件夹 [--db 文件] [--json]",
	.usage_en = "FOLDER [--db FILE] [--json]",
	.zh = "备份台账库和佐证材料到新文件夹，不影响他人使用；签名密钥不在其中，请另存",
	.en = "copy the ledger and its evidence into a new folder while others work; the signing key is not in it, keep it apart",
	.takes = TAKES(DB) | TAKES(JSON),
};
