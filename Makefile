# Short names for what people do here; the work is in scripts/ and meson.build.

SECONDS = 60			# how long each fuzz entry runs
FILES =				# make run FILES="a.txt b.html": your own documents

.PHONY: run build check check-deep bench fuzz mutants install clean

run: build
	@scripts/run $(FILES)

build:
	@scripts/deps run
	@scripts/build build

check:
	@scripts/check

check-deep:
	@scripts/check-deep

bench: build
	@ninja -C build bench

fuzz:
	@scripts/fuzz $(SECONDS)

install: build
	meson install -C build

mutants:
	@scripts/mutants

clean:
	rm -rf build build-mutants build-san build-tsan build-narrow build-fuzz build-deb
