#include "cli/listing.h"

void
listing_print(struct desk *d, const struct listing_form *f, const void *things, size_t n)
{
	struct cells cells = { .columns = f->columns };
	bool json = desk_json(d);

	if (json)
		desk_list_begin(d, f->format, f->name);
	for (size_t i = 0; i < n; i++) {
		const void *thing = (const char *)things + i * f->size;

		if (json) {
			desk_list_next(d);
			f->put_json(d, thing);
		} else {
			f->put_cells(d, thing, &cells);
		}
	}
	if (json)
		desk_list_end(d);
	else
		cells_print(&d->out, &cells);
}
