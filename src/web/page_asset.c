/* /assets/NAME: files that pages bring with them; kept for a year, for another one has another name. And /healthz, /metrics. */
#include "web/asset.h"
#include "web/face.h"
#include "web/route.h"

static enum err
asset_run(struct visit *v)
{
	const char *takes = face_engine(v->face)->header(v->exchange, "Accept-Encoding");
	bool packed = takes != NULL && strstr(takes, "gzip") != NULL;

	for (size_t i = 0; i < assets_count; i++) {
		if (!str_eq(cstr(assets[i].name), v->args[0]))
			continue;
		buf_puts(&v->out, packed ? assets[i].packed : assets[i].plain);
		v->type = assets[i].media;
		v->packed = packed;
		v->cached = true;
		visit_header(v, "Cache-Control", STR("public, max-age=31536000, immutable"));
		return OK;
	}
	return fail(&v->why, E_ABSENT, 0, "%s", "");
}

const struct route route_asset = { "GET", "/assets/{}", ROUTE_OPEN, 0, false, asset_run };

static enum err
health_run(struct visit *v)
{
	v->type = "text/plain; charset=utf-8";
	buf_puts(&v->out, STR("ok\n"));
	return OK;
}

const struct route route_health = { "GET", "/healthz", ROUTE_OPEN, 0, false, health_run };

/* For who watches over the machine, on the machine: what came through a proxy says so. */
static enum err
metrics_run(struct visit *v)
{
	bool loopback = strncmp(v->asked->peer, "127.", 4) == 0 || strcmp(v->asked->peer, "::1") == 0;

	if (!loopback || face_engine(v->face)->header(v->exchange, "X-Forwarded-For") != NULL)
		return fail(&v->why, E_ABSENT, 0, "%s", "");
	v->type = "text/plain; version=0.0.4; charset=utf-8";
	face_put_counts(v->face, &v->out);
	return OK;
}

const struct route route_metrics = { "GET", "/metrics", ROUTE_OPEN, 0, false, metrics_run };
