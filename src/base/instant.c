#include "base/instant.h"

#include <time.h>

/* From where, how many digits, the greatest number; what else stands in an instant is in `shape`. */
static const char shape[] = "dddd-dd-ddTdd:dd:dd.ddddddZ";
enum { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, MICRO, FIELDS };
static const struct {
	unsigned at, digits;
	int most;
} fields[FIELDS] = {
	[YEAR] = { 0, 4, 2199 },
	[MONTH] = { 5, 2, 12 },
	[DAY] = { 8, 2, 31 },
	[HOUR] = { 11, 2, 23 },
	[MINUTE] = { 14, 2, 59 },
	[SECOND] = { 17, 2, 59 },
	[MICRO] = { 20, 6, 999999 },
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t
instant_now(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) != 0 || now.tv_sec < 0 || now.tv_sec >= INSTANT_END / INSTANT_SECOND)
		return -1;
	return now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000;
}

static void
put_field(char *out, int field, int64_t value)
{
	for (unsigned i = fields[field].digits; i-- > 0; value /= 10)
		out[fields[field].at + i] = (char)('0' + value % 10);
}

size_t
instant_print(char out[INSTANT_TEXT], int64_t t)
{
	int64_t in_day = t % INSTANT_DAY;
	struct date d;

	out[0] = '\0';
	if (t < 0 || t >= INSTANT_END)
		return 0;
	d = instant_day(t, 0);
	memcpy(out, shape, sizeof shape);
	put_field(out, YEAR, d.year);
	put_field(out, MONTH, d.month);
	put_field(out, DAY, d.day);
	put_field(out, HOUR, in_day / (3600 * INSTANT_SECOND));
	put_field(out, MINUTE, in_day / (60 * INSTANT_SECOND) % 60);
	put_field(out, SECOND, in_day / INSTANT_SECOND % 60);
	put_field(out, MICRO, in_day % INSTANT_SECOND);
	return sizeof shape - 1;
}

static bool
has_shape(struct str s)
{
	if (s.n != sizeof shape - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (shape[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i])
			return false;
	return true;
}

static int
get_field(struct str s, int field)
{
	int value = 0;

	for (unsigned i = 0; i < fields[field].digits; i++)
		value = value * 10 + (s.p[fields[field].at + i] - '0');
	return value;
}

bool
instant_parse(struct str s, int64_t *out)
{
	int value[FIELDS];
	struct date d;

	if (!has_shape(s))
		return false;
	for (int i = 0; i < FIELDS; i++)
		if ((value[i] = get_field(s, i)) > fields[i].most)
			return false;
	d = (struct date){ (int16_t)value[YEAR], (int8_t)value[MONTH], (int8_t)value[DAY] };
	if (d.year < 1970 || d.month == 0 || d.day == 0 || !date_valid(d))
		return false;
	*out = instant_of_day(d, 0) +
	    ((value[HOUR] * 60 + value[MINUTE]) * 60 + value[SECOND]) * INSTANT_SECOND + value[MICRO];
	return true;
}

struct date
instant_day(int64_t t, int offset)
{
	return date_of_days((int32_t)floor_div(t + offset * 60 * INSTANT_SECOND, INSTANT_DAY));
}

int64_t
instant_of_day(struct date d, int offset)
{
	return date_days(d) * INSTANT_DAY - offset * 60 * INSTANT_SECOND;
}
