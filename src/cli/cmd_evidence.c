/* bihuan evidence: what was handed in as proof: listed, and taken out again. */
#include <stdlib.h>

#include "base/fd.h"
#include "cli/listing.h"
#include "cli/output.h"
#include "cli/pieces.h"
#include "cli/place.h"
#include "cli/verbs.h"

static enum err
read_pieces(struct desk *d, struct records *r, piece_list *out)
{
	const struct ledger *g;
	struct record rec;
	int64_t key, seq = SEQ_NOW;
	enum err err = records_open(d, r);

	if (err == OK)
		err = desk_seq(d, &seq);
	if (err == OK)
		err = records_find(r, d->call->files[0], &g, &key);
	if (err == OK)
		err = records_read(r, g, key, &rec);
	return err == OK ? pieces_read(r, &rec, seq, out) : err;
}

static enum err
do_list(struct desk *d)
{
	static const struct listing_form form = { "bihuan.evidence/1", "evidence", sizeof(struct piece), piece_put_json, piece_put_cells, PIECE_CELLS };
	struct records r;
	piece_list list = { 0 };
	enum err err = read_pieces(d, &r, &list);

	if (err == OK)
		listing_print(d, &form, list.v, list.n);
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
take_out(struct desk *d, const struct piece *p)
{
	const char *path = d->call->opt[OPT_OUTPUT];
	char folder[PATH_MAX];
	struct output out;
	uint64_t size;
	int fd = -1;
	enum err err = place_evidence(d->call, folder, &d->why);

	if (err == OK)
		err = evidence_check(folder, &p->file, &d->why);
	if (err == OK)
		err = evidence_get(folder, p->file.hash, &fd, &size, &d->why);
	if (err == OK && (err = output_open(&out, path, &d->why)) == OK) {
		err = copy(fd, out.fd, &d->why);
		err = err == OK ? output_close(&out, true, &d->why) : (output_close(&out, false, NULL), err);
	}
	if (fd >= 0)
		close(fd);
	return err;
}

static enum err
do_get(struct desk *d)
{
	struct records r;
	piece_list list = { 0 };
	enum err err = read_pieces(d, &r, &list);
	char *end;
	unsigned long n = err == OK ? strtoul(d->call->files[1], &end, 10) : 0;

	if (err != OK)
		return err;
	if (*end != '\0' || n < 1 || n > list.n)
		return desk_refuse(d, d->call->files[1], SAY_NO_PIECE, E_ABSENT);
	return take_out(d, &list.v[n - 1]);
}

#define USUAL (TAKES(DB) | TAKES(LEDGER) | TAKES(FOR) | TAKES(AS_OF))

static const struct verb verbs[] = {
	{ .name = "list", .work = do_list, .least = 1, .most = 1,
	    .usage_zh = "事项", .usage_en = "RECORD",
	    .zh = "列出佐证材料：版本、材料日期、报送时间和报送人", .en = "list the evidence: versions, its own dates, when and by whom it came",
	    .takes = USUAL | TAKES(JSON) },
	{ .name = "get", .work = do_get, .least = 2, .most = 2,
	    .usage_zh = "事项 序号 -o 文件", .usage_en = "RECORD N -o FILE",
	    .zh = "取出一份，先核对杂凑", .en = "take one out; its hash is checked first",
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
