#include "web/route.h"

const struct route *const routes[] = {
#define X(name) &route_##name,
	ROUTES(X)
#undef X
};
const size_t routes_count = sizeof routes / sizeof routes[0];

static struct str
next_part(struct str *path)
{
	size_t at = str_find(*path, STR("/"), 1);
	struct str part = str_slice(*path, 1, at == STR_NONE ? path->n : at);

	*path = str_slice(*path, at == STR_NONE ? path->n : at, path->n);
	return part;
}

static bool
fits(struct str pattern, struct str path, struct str args[ROUTE_ARGS])
{
	size_t n = 0;

	while (pattern.n > 0 && path.n > 0) {
		struct str want = next_part(&pattern), part = next_part(&path);

		if (str_eq(want, STR("{}")) && part.n > 0)
			args[n++] = part;
		else if (!str_eq(want, part))
			return false;
	}
	return pattern.n == 0 && path.n == 0;
}

const struct route *
route_find(struct str method, struct str path, struct str args[ROUTE_ARGS], bool *any)
{
	*any = false;
	if (path.n == 0 || path.p[0] != '/')
		return NULL;
	for (size_t i = 0; i < routes_count; i++) {
		if (!fits(cstr(routes[i]->pattern), path, args))
			continue;
		*any = true;
		if (str_eq(cstr(routes[i]->method), str_eq(method, STR("HEAD")) ? STR("GET") : method))
			return routes[i];
	}
	return NULL;
}
