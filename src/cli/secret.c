#include "cli/secret.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/fd.h"
#include "cli/small_file.h"

#define FILE_MOST 4096	/* bytes of a file whose first line is one */

/* ---- a file ---- */

static void
first_line(char *text, size_t n, char out[SECRET_ROOM])
{
	const char *end = memchr(text, '\n', n);
	struct str line = str_of(text, end == NULL ? text + n : end);

	if (str_ends(line, STR("\r")))
		line.n--;
	line.n = line.n < SECRET_ROOM ? line.n : SECRET_ROOM - 1;
	memcpy(out, line.p, line.n);
	out[line.n] = '\0';
}

static enum err
take_file(const char *path, char out[SECRET_ROOM], struct why *why)
{
	char text[FILE_MOST];
	size_t n;
	bool input = strcmp(path, "-") == 0;
	enum err err = input ? small_file_take(STDIN_FILENO, path, text, sizeof text, &n, why) :
	    small_file_read(path, text, sizeof text, &n, why);

	if (err == OK)
		first_line(text, n, out);
	explicit_bzero(text, sizeof text);
	return err;
}

/* ---- the terminal ---- */

static volatile sig_atomic_t caught;

static void
catch_one(int signal)
{
	caught = signal;
}

/* Signals that would end the program while the terminal shows nothing: they come through afterwards. */
static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
#define ENDING (sizeof ending / sizeof ending[0])

/* Signals come while a line is waited for, and at no other moment: none slips by before the wait. */
static void
read_line(int tty, const sigset_t *usual, char out[SECRET_ROOM])
{
	struct pollfd line = { .fd = tty, .events = POLLIN };
	ssize_t n = caught == 0 && ppoll(&line, 1, NULL, usual) == 1 ? read(tty, out, SECRET_ROOM - 1) : 0;

	if (n > 0 && out[n - 1] == '\n')
		n--;
	out[n < 0 ? 0 : n] = '\0';
}

/* The prompt comes when nothing is shown any more: what is typed as soon as it stands there is hidden too. */
static void
ask_quietly(int tty, const struct termios *shown, const char *prompt, const sigset_t *usual, char out[SECRET_ROOM])
{
	struct termios hidden = *shown;

	hidden.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(tty, TCSAFLUSH, &hidden);
	if (fd_write(tty, prompt, strlen(prompt)))
		read_line(tty, usual, out);
	tcsetattr(tty, TCSAFLUSH, shown);
}

static void
ask_hidden(int tty, const struct termios *shown, const char *prompt, char out[SECRET_ROOM])
{
	const struct sigaction act = { .sa_handler = catch_one };
	struct sigaction before[ENDING];
	sigset_t shut, usual;

	caught = 0;
	sigemptyset(&shut);
	for (size_t i = 0; i < ENDING; i++)
		sigaddset(&shut, ending[i]);
	sigprocmask(SIG_BLOCK, &shut, &usual);
	for (size_t i = 0; i < ENDING; i++)
		sigaction(ending[i], &act, &before[i]);
	ask_quietly(tty, shown, prompt, &usual, out);
	for (size_t i = 0; i < ENDING; i++)
		sigaction(ending[i], &before[i], NULL);
	if (caught != 0)
		raise(caught);
	sigprocmask(SIG_SETMASK, &usual, NULL);	/* what was caught ends the program here */
}

bool
secret_can_ask(void)
{
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (tty >= 0)
		close(tty);
	return tty >= 0;
}

static bool
take_terminal(const char *prompt, char out[SECRET_ROOM])
{
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios shown;
	bool asked = tty >= 0 && tcgetattr(tty, &shown) == 0;

	if (asked) {
		ask_hidden(tty, &shown, prompt, out);
		fd_write(tty, "\n", 1);
	}
	if (tty >= 0)
		close(tty);
	return asked;
}

enum err
secret_take(const struct call *c, const char *path, enum sentence prompt, char out[SECRET_ROOM])
{
	struct why why = { 0 };

	out[0] = '\0';
	if (path != NULL)
		return take_file(path, out, &why) == OK ? OK : say_error(c->voice, path, &why);
	return take_terminal(say_text(prompt, c->voice.lang), out) ? OK : say_usage(c->voice, NULL, SAY_NO_TERMINAL);
}
