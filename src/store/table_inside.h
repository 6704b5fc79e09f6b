/* table_inside: what the files of a table made from a description share: its names, its indexes, a question about it as it is written. */
#ifndef BH_TABLE_INSIDE_H
#define BH_TABLE_INSIDE_H

#include "store/table_list.h"

#define TABLE_PREFIX "t_"	/* before names: no word of SQL, and no table or column of the schema */
#define TABLE_FIXED 6		/* values of a row before its own columns */

/* SQL of the indexes of the columns from `had` on; had 0: and of the key and the path. */
void table_write_indexes(struct buf *, const struct table_shape *, size_t had);

#define ASKING_VALUES 400	/* a scope of SCOPE_MOST parts, twice, and all filters */

struct asking {
	struct buf sql;
	const struct table_shape *shape;
	struct value values[ASKING_VALUES];
	size_t n;
	bool wrong;		/* a column that is none, or too many values */
};

/* "$n", for a value that is bound. */
void asking_bind(struct asking *, struct value);
/* A + before it keeps the database from the column's index. */
void asking_column(struct asking *, size_t column, bool plus);
/* Rows that are true then. */
void asking_time(struct asking *, int64_t seq);
/* " AND path >= … AND path < …" */
void asking_range(struct asking *, const char *column, struct str from, struct str to);
/* " UNION ALL SELECT …": the keys of records in which somebody has a part, as one part of a scope says. */
void asking_taking_part(struct asking *, const struct scope_part *);
/* " AND …" of a filter; plus as above. */
void asking_filter(struct asking *, const struct table_filter *, bool plus);
/* " AND …" of a row of `party`, as one part of a scope says. */
void asking_party(struct asking *, const struct scope_part *);
/* Asks it; the buffer is freed. An error is kept in the rows. */
void asking_ask(struct store *, struct asking *, const struct scope *, struct rows *);

#endif
