/* bihuan evidence: what was handed in as proof: listed, and taken out again. */
#include <stdlib.h>

#include "base/fd.h"
#include "cli/listing.h"
#include "cli/output.h"
#include "cli/pieces_print.h"
#include "cli/place.h"
#include "cli/records.h"
#include "cli/verbs.h"
#include "tell/pieces.h"

struct looking {
	struct records r;
	struct record rec;
	piece_list pieces;
};

static enum err
look(struct desk *d, struct looking *w)
{
	const struct ledger *g;
	int64_t key;
	enum err err = records_open(d, &w->r);

	if (err == OK)
		err = records_find(&w->r, d->call->files[0], &g, &key);
	if (err == OK)
		err = tell_read(&w->r.teller, g, key, &w->rec);
	return err == OK ? pieces_read(&w->r.teller, &w->rec, &w->pieces) : err;
}

static enum err
do_list(struct desk *d)
{
	static const struct listing_form form = { "bihuan.evidence/1", "evidence", sizeof(struct piece), pieces_put_members, pieces_put_cells, PIECE_CELLS };
	struct looking w = { .pieces = { 0 } };
	enum err err = look(d, &w);

	if (err == OK)
		listing_print(d, &form, w.pieces.v, w.pieces.n);
	return err;
}

/* ---- taken out ---- */

static enum err
copy(int from, int to, struct why *why)
{
	static char part[1 << 16];
	ssize_t n;

	while ((n = read(from, part, sizeof part)) > 0)
		if (!fd_write(to, part, (size_t)n))
			return fail(why, E_WRITE, 0, "%s", strerror(errno));
	return n == 0 ? OK : fail(why, E_DISK, 0, "%s", strerror(errno));
}

/* It is checked whole before the first byte goes out. */
static enum err
take_out(struct desk *d, const struct evidence *file)
{
	const char *path = d->call->opt[OPT_OUTPUT];
	char folder[PATH_MAX];
	struct output out;
	uint64_t size;
	int fd = -1;
	enum err err = place_evidence(d->call, folder, &d->why);

	if (err == OK)
		err = evidence_check(folder, file, &d->why);
	if (err == OK)
		err = evidence_get(folder, file->hash, &fd, &size, &d->why);
	if (err == OK && (err = output_open(&out, path, &d->why)) == OK) {
		err = copy(fd, out.fd, &d->why);
		err = err == OK ? output_close(&out, true, &d->why) : (output_close(&out, false, NULL), err);
	}
	if (fd >= 0)
		close(fd);
	return err;
}

/* By its number, or of a field that holds a document by the field. */
static bool
find_file(const struct looking *w, const char *word, struct evidence *out)
{
	const struct kind *k = record_kind(&w->rec);
	char *end;
	unsigned long n = strtoul(word, &end, 10);
	int field = records_field(k, cstr(word));
	struct hash hash;
	int64_t size;

	if (*end == '\0' && n >= 1 && n <= w->pieces.n) {
		*out = w->pieces.v[n - 1].file;
		return true;
	}
	if (field < 0 || k->fields.v[field].type != TYPE_DOCUMENT || !rights_sees_field(&k->fields.v[field], rights_parties(&w->r.teller.actor, &w->rec)) ||
	    !w->rec.fields[field].set || !field_document_file(w->rec.fields[field].text, &hash, &size))
		return false;
	memcpy(out->hash, hash.b, HASH_SIZE);
	out->size = (uint64_t)size;
	return true;
}

static enum err
do_get(struct desk *d)
{
	struct looking w = { .pieces = { 0 } };
	struct evidence file;
	enum err err = look(d, &w);

	if (err != OK)
		return err;
	if (!find_file(&w, d->call->files[1], &file))
		return desk_refuse(d, d->call->files[1], SAY_NO_PIECE, E_ABSENT);
	return take_out(d, &file);
}

#define USUAL (TAKES(DB) | TAKES(LEDGER) | TAKES(FOR) | TAKES(AS_OF))

static const struct verb verbs[] = {
	{ .name = "list", .work = do_list, .least = 1, .most = 1,
	    .usage_zh = "事项", .usage_en = "RECORD",
	    .zh = "列出佐证材料：版本、材料日期、报送时间和报送人", .en = "list the evidence: versions, its own dates, when and by whom it came",
	    .takes = USUAL | TAKES(JSON) },
	{ .name = "get", .work = do_get, .least = 2, .most = 2,
	    .usage_zh = "事项 序号|字段 -o 文件", .usage_en = "RECORD N|FIELD -o FILE",
	    .zh = "取出一份佐证，或字段里的文件，先核对杂凑", .en = "take one out, or the file of a field; its hash is checked first",
	    .takes = USUAL | TAKES(OUTPUT) },
};

const struct command command_evidence = {
	.name = "evidence",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "list|get 事项 … [--db 文件] [--json]",
	.usage_en = "list|get RECORD … [--db FILE] [--json]",
	.zh = "佐证材料：列出、取出",
	.en = "evidence of a record: listed, and taken out",
};
