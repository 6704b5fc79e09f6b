/*
 * status: the last state that a node's own words claim for its main action
 * (done, ongoing, planned, standing), by the cue words of words/status.txt.
 */
#ifndef BH_STATUS_H
#define BH_STATUS_H

#include "doc/article.h"

struct status_context {
	enum article_kind kind;
	enum role role;			/* of the node */
	bool future;			/* it stands in a section of what comes next (下一步, 后续安排) */
};

/*
 * words: the node's own words, heading first; may hold LF between paragraphs.
 * NONE where there are no words, or where they state a finding of an inspection.
 */
enum status status_of(struct str words, const struct status_context *);

/*
 * A node that only wraps (1)(2) items: ongoing if half or more of them are
 * unfinished (ongoing or planned), else done; NONE where no child has one.
 */
enum status status_of_children(const enum status *children, size_t n);

#endif
