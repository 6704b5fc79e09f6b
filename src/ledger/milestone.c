#include "ledger/milestone.h"

struct progress
milestone_progress(const struct milestone *m, size_t n, int32_t day)
{
	struct progress p = { 0 };

	for (size_t i = 0; i < n && i < MILESTONES_MAX; i++) {
		if (m[i].weight < 1 || m[i].weight > MILESTONE_WEIGHT_MAX)
			continue;
		p.total += m[i].weight;
		if (m[i].due != DAY_NONE && m[i].due < day)
			p.should += m[i].weight;
		if (m[i].accepted != DAY_NONE && m[i].accepted <= day)
			p.actual += m[i].weight;
	}
	return p;
}

bool
progress_behind(struct progress p, int points)
{
	return p.total > 0 && (p.should - p.actual) * 100 >= p.total * points;
}

int
progress_percent(int64_t part, int64_t total)
{
	return total <= 0 ? 0 : (int)((part * 200 + total) / (total * 2));
}

int
progress_lag(struct progress p)
{
	return progress_percent(p.should, p.total) - progress_percent(p.actual, p.total);
}
