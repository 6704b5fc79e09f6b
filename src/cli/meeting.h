/* meeting: the sheet of a meeting (调度会): a workbook with a sheet for each turn, what has not been reported and what is slow first. */
#ifndef BH_CLI_MEETING_H
#define BH_CLI_MEETING_H

#include "cli/records.h"

struct meeting_record {
	struct record rec;
	bool answered;
};

struct meeting_turn {
	struct str name;			/* 周调度 2026年第47周 */
	const struct cadence_rule *rule;
	ARRAY(struct meeting_record) records;	/* put in the order of the sheet */
};

typedef ARRAY(struct meeting_turn) meeting_list;

/* A row a record, and an empty column for what is decided. */
enum err meeting_put(struct records *, meeting_list *, struct buf *, struct why *);

#endif
