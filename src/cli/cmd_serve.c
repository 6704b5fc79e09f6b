/* bihuan serve: the web face of a ledger, until it is told to stop. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/place.h"
#include "web/serve.h"

#define LISTEN "127.0.0.1:8421"
#define THREADS 4
#define LAST_SECONDS 20		/* that what is under way may take, once it is to stop */
#define ADDRESS_MOST 64

/* ADDRESS:PORT, or [ADDRESS]:PORT. */
static bool
read_listen(const char *word, char address[ADDRESS_MOST], uint16_t *port)
{
	const char *colon = strrchr(word, ':');
	size_t n = colon == NULL ? 0 : (size_t)(colon - word);
	char *end;
	unsigned long p;

	if (n >= 2 && word[0] == '[' && word[n - 1] == ']') {
		word++;
		n -= 2;
	}
	if (n == 0 || n >= ADDRESS_MOST)
		return false;
	memcpy(address, word, n);
	address[n] = '\0';
	p = strtoul(colon + 1, &end, 10);
	*port = (uint16_t)p;
	return end != colon + 1 && *end == '\0' && p <= UINT16_MAX;
}

/* To who started it as a service (sd_notify(3)), where it listens. */
static void
notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t n = path == NULL ? 0 : strlen(path);
	int fd;

	if (n == 0 || n >= sizeof to.sun_path)
		return;
	memcpy(to.sun_path, path, n);
	if (to.sun_path[0] == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	close(fd);
}

static enum err
serve(const struct call *c, const struct face_settings *settings)
{
	struct face *face = NULL;
	struct why why = { 0 };
	sigset_t stops;
	int got;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&stops);
	sigaddset(&stops, SIGINT);
	sigaddset(&stops, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stops, NULL);
	if (serve_start(&face, settings, &why) != OK)
		return say_error(c->voice, NULL, &why);
	printf(say_text(SAY_SERVES, c->voice.lang), settings->address, (unsigned)face_port(face));
	fflush(stdout);
	notify("READY=1");
	sigwait(&stops, &got);
	notify("STOPPING=1");
	serve_stop(face, LAST_SECONDS);
	return OK;
}

static enum err
serve_run(const struct call *c)
{
	const char *word = c->opt[OPT_LISTEN] != NULL ? c->opt[OPT_LISTEN] : LISTEN;
	char address[ADDRESS_MOST], evidence[PATH_MAX];
	struct face_settings settings = { .db = place_path(c), .evidence = evidence, .address = address, .threads = THREADS,
		.behind_tls = c->opt[OPT_TLS_PROXY] != NULL };
	struct why why = { 0 };
	enum err err = place_no_files(c);

	if (err != OK)
		return err;
	if (!read_listen(word, address, &settings.port))
		return say_usage(c->voice, word, SAY_WRONG_LISTEN);
	err = place_evidence(c, evidence, &why);
	return err == OK ? serve(c, &settings) : say_error(c->voice, NULL, &why);
}

const struct command command_serve = {
	.name = "serve",
	.run = serve_run,
	.usage_zh = "[--listen 地址:端口] [--tls-proxy] [--db 文件]",
	.usage_en = "[--listen ADDRESS:PORT] [--tls-proxy] [--db FILE]",
	.zh = "以网页提供台账",
	.en = "serve the ledger as pages",
	.takes = TAKES(DB) | TAKES(LISTEN) | TAKES(TLS_PROXY),
};
