/* The account of the operating system is the person whose turn it is: STORY_ACCOUNT. Preloaded by story.py. */
#include <dlfcn.h>
#include <pwd.h>
#include <stdlib.h>

struct passwd *
getpwuid(uid_t uid)
{
	static struct passwd whose;
	char *name = getenv("STORY_ACCOUNT");
	struct passwd *(*usual)(uid_t);

	if (name == NULL) {
		*(void **)&usual = dlsym(RTLD_NEXT, "getpwuid");
		return usual == NULL ? NULL : usual(uid);
	}
	whose = (struct passwd){ .pw_name = name, .pw_uid = uid };
	return &whose;
}
