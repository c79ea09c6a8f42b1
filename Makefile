# coreoffer: `make` builds ./coreoffer; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := coreoffer

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
CC ?= cc
PYTHON ?= python3
DEV ?=
SANITIZE ?=

DATADIR := $(PREFIX)/share/coreoffer
ROOMS := base model document crawler scoring store reports demo
PACKAGES := libcurl libxml-2.0 libpcre2-8 libcjson sqlite3 zlib libdeflate libssl libcrypto libpsl libidn2 libcares libmicrohttpd libzip libseccomp

# Each set of flags has its own tree, so that switching never mixes objects.
comma := ,
FLAVOUR := $(if $(SANITIZE),sanitize-$(subst $(comma),-,$(SANITIZE)),$(if $(DEV),dev,release))
BUILD := build/$(FLAVOUR)
PROGRAM := $(if $(SANITIZE),$(BUILD)/coreoffer,coreoffer)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wformat=2 -Wvla -Wcast-qual \
    -Wstrict-prototypes -Wmissing-prototypes -Wnull-dereference $(if $(DEV)$(SANITIZE),-Werror)
HARDENING := -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE \
    $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2)
OPTIMISE := $(if $(SANITIZE),-O1 -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all,-O2)

INCLUDES := $(shell pkg-config --cflags-only-I $(PACKAGES) 2>/dev/null | sed 's/-I/-isystem /g')
CPPFLAGS += -I. $(INCLUDES) -D_GNU_SOURCE -DCOREOFFER_VERSION='"$(VERSION)"' -DCOREOFFER_DATADIR='"$(DATADIR)"'
# No product is fused with a sum: what is learnt and judged is the same number on every processor.
CFLAGS += -std=c17 -g -ffp-contract=off $(OPTIMISE) $(WARNINGS) $(HARDENING)
# Judging pages is where most processor time goes.
$(foreach room,base document scoring,$(BUILD)/$(room)/%.o): CFLAGS += $(if $(SANITIZE),,-O3)
LDFLAGS += -pie -Wl,-z,relro,-z,now -pthread $(if $(SANITIZE),-fsanitize=$(SANITIZE))
# `make V=1` shows whole commands.
V ?=
Q := $(if $(V),,@)
SAY := @$(if $(V),:,echo)

LDLIBS += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcsv -lstemmer -lm

# A room may have rooms of its own.
LIB_SOURCES := $(sort $(foreach room,$(ROOMS),$(wildcard $(room)/*.c $(room)/*/*.c)))
CLI_SOURCES := $(sort $(wildcard cli/*.c))
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
# Stylesheets and scripts of the report are ordinary files, compiled in.
ASSETS := $(wildcard reports/assets/*)
LIBRARY := $(BUILD)/libcoreoffer.a
# `make unit UNIT=test_crawler` builds and runs only the tests of that name.
UNIT ?= test_
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/$(UNIT)*.c)))

$(PROGRAM): $(CLI_OBJECTS) $(LIBRARY)
	$(SAY) "link $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(CLI_OBJECTS) $(LIBRARY) $(LDLIBS)

$(LIBRARY): $(LIB_OBJECTS)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(SAY) "cc $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -include base/banned.h -MMD -MP -c -o $@ $<

# The assembler takes the files in, which -MMD does not see.
$(BUILD)/reports/pages/assets.o: $(ASSETS)

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d)

# One program a test file; check runs each test in a process of its own.
$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(SAY) "cc $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(shell pkg-config --cflags check) -MMD -MP -o $@ $< $(LIBRARY) $(LDFLAGS) $(shell pkg-config --libs check) $(LDLIBS)
-include $(UNIT_TESTS:=.d)


# ---- fuzz targets: replayed in the tests, run for real with `make fuzz` (clang) ----
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(SAY) "cc $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-missing-prototypes -MMD -MP -o $@ $< tests/fuzz/replay.c $(LIBRARY) $(LDFLAGS) $(LDLIBS)
-include $(FUZZ_TARGETS:=.d)

.PHONY: demo test unit fuzz-replay e2e rubric agreement bench dependencies dependencies-test dependencies-deb install uninstall deb clean help

help: ## say what there is to make
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 16

dependencies: ## install what building needs (apt-get; elsewhere it prints the list)
	@packaging/dependencies build
dependencies-test: ## install what the tests need
	@packaging/dependencies test

# What is built is built on every processor; what is run is run in order.
JOBS := -j$(shell nproc 2>/dev/null || echo 1)
demo: dependencies ## audit the made-up councils over HTTP on loopback; ends with the report's path
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAM)
	@$(abspath $(PROGRAM)) demo

test: dependencies-test ## every test: unit, fuzz corpus, rubric's examples, agreement, end to end
	@$(MAKE) --no-print-directory check

# Steps in order, whatever -j says: they share the machine's ports, disk and patience.
.PHONY: check check-sanitized
check:
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAM) $(UNIT_TESTS) $(FUZZ_TARGETS)
	@for step in unit fuzz-replay rubric agreement e2e; do $(MAKE) --no-print-directory $$step || exit 1; done

check-sanitized: ## with SANITIZE=address,undefined: what runs quickly enough under it
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAM) $(UNIT_TESTS) $(FUZZ_TARGETS)
	@for step in unit fuzz-replay; do $(MAKE) --no-print-directory $$step || exit 1; done
	@$(MAKE) --no-print-directory e2e E2E="$(E2E_SANITIZED)"

unit: $(UNIT_TESTS) ## unit tests
	@status=0; for test in $(UNIT_TESTS); do COREOFFER_SEEDS=$(CURDIR)/seeds $$test || status=1; done; exit $$status

fuzz-replay: $(FUZZ_TARGETS) ## every fuzz target over its corpus
	@status=0; for target in $(FUZZ_TARGETS); do \
	    COREOFFER_SEEDS=$(CURDIR)/seeds $$target tests/fuzz/corpus/$$(basename $$target) || { echo "$$target failed"; status=1; }; done; exit $$status

rubric: $(PROGRAM) ## run the rubric's own examples
	@$(abspath $(PROGRAM)) rubric check

# The coded pages, by the letters that their ids begin with. Only the figures of those kept back
# say how the scorer does on pages that it never saw; the floor is what must never be lost again.
BENCHMARK := tests/benchmark
agreement: $(PROGRAM) ## how well the scorer agrees with the coded pages
	@mkdir -p $(BUILD)
	@for author in p q r s u v w x y z a b c da ds dt du dv dw dz eb ec ee ef; do \
	    COREOFFER_SEEDS=$(CURDIR)/seeds $(abspath $(PROGRAM)) score --format jsonl $(BENCHMARK)/authors/$$author/pages/*.html > $(BUILD)/scores.jsonl && \
	    echo "== $(BENCHMARK)/authors/$$author" && \
	    $(PYTHON) $(BENCHMARK)/agreement $(BENCHMARK)/authors/$$author/labels.jsonl $(BUILD)/scores.jsonl $$([ $$author = p ] && echo --min-kappa 0.60) || exit 1; \
	done
	@$(PYTHON) $(BENCHMARK)/kept-back $(BUILD) $(abspath $(PROGRAM))
	@$(PYTHON) $(BENCHMARK)/reworded $(BUILD) $(abspath $(PROGRAM))
	@echo "== $(BENCHMARK)/councils" && $(PYTHON) $(BENCHMARK)/rows $(abspath $(PROGRAM)) --least 0.88

# ---- the weights in seeds/rubric/; see tests/benchmark/README.md ----
$(BUILD)/describe: tests/benchmark/describe.c $(LIBRARY) Makefile
	$(SAY) "link $@"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LIBRARY) $(LDFLAGS) $(LDLIBS)
.PHONY: learn
learn: $(BUILD)/describe ## learn the page model's weights anew (needs numpy, scipy and torch) and write them
	COREOFFER_SEEDS=$(CURDIR)/seeds tests/benchmark/learn $< --write

# Files of tests/e2e. Those that start a Chromium take minutes and have a target of their own. Under a
# sanitizer those that feed the program from outside: packages hold another build.
E2E_FILES := $(notdir $(wildcard tests/e2e/test_*.py))
E2E ?= $(filter-out test_browser_%,$(E2E_FILES))
E2E_SANITIZED := $(filter-out test_browser_% test_formats.py test_house.py test_packaging.py,$(E2E_FILES))
# Three at once on two processors: most of a test's time is waiting for a slow server, which is the point of it.
e2e: $(PROGRAM) ## end-to-end tests against a misbehaving web on loopback
	@COREOFFER=$(abspath $(PROGRAM)) COREOFFER_SEEDS=$(CURDIR)/seeds COREOFFER_TEST_JOBS=$${COREOFFER_TEST_JOBS:-3} $(PYTHON) tests/e2e/run.py $(E2E)

.PHONY: e2e-browser
e2e-browser: ## end-to-end tests of --browser, with a real Chromium where there is one
	@$(MAKE) --no-print-directory e2e E2E="$(filter test_browser_%,$(E2E_FILES))"

# What npm brings is put below build/ and stays there; the versions are pinned in its package.json.
BROWSER_DIR := build/browser
# What tests/$(1)/package.json names, below build/$(1). A registry that does not answer is no fault
# of the program: it is said, and nothing waits for it.
npm_packages = mkdir -p build/$(1); \
	if ! cmp -s tests/$(1)/package.json build/$(1)/package.json || [ ! -d build/$(1)/node_modules ]; then \
	    rm -rf build/$(1)/node_modules; cp tests/$(1)/package.json build/$(1)/package.json; \
	    timeout 300 npm install --no-save --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error \
	        --fetch-retries=1 --fetch-timeout=30000 --prefix build/$(1) || { \
	        rm -rf build/$(1)/node_modules; echo "SKIPPED: make $(1): npm could not fetch its packages"; exit 0; }; fi
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
.PHONY: browser
browser: $(PROGRAM) ## look at the demo's report in a real browser (needs node, npm and chromium)
	@for tool in node npm '$(CHROMIUM)'; do command -v "$$tool" >/dev/null 2>&1 || { \
	    echo "SKIPPED: make browser needs node, npm and chromium; packaging/dependencies ci installs them"; exit 0; }; done; \
	set -e; $(call npm_packages,browser); \
	look() { CHROMIUM='$(CHROMIUM)' COREOFFER_BROWSER_MODULES=$(CURDIR)/$(BROWSER_DIR) node tests/browser/run.mjs "$$@"; }; \
	make_runs() { tests/browser/runs $(abspath $(PROGRAM)) $(CURDIR)/seeds $(BROWSER_DIR)/reports "$$1"; }; \
	make_runs first; make_runs later & \
	status=0; look $(BROWSER_DIR)/reports/first trends changes "councils by change" || status=1; \
	wait $$!; look $(BROWSER_DIR)/reports/later || status=1; exit $$status

# Validators of others, pinned and kept out of the tree in the same way.
FORMATS_DIR := build/formats
.PHONY: formats
formats: $(PROGRAM) ## put the data files to others' readers and schemas (needs node, npm, xmllint and sqlite3)
	@for tool in node npm xmllint sqlite3; do command -v "$$tool" >/dev/null 2>&1 || { \
	    echo "SKIPPED: make formats needs node, npm, xmllint and sqlite3; packaging/dependencies ci installs them"; exit 0; }; done; \
	set -e; $(call npm_packages,formats); \
	COREOFFER=$(abspath $(PROGRAM)) COREOFFER_SEEDS=$(CURDIR)/seeds COREOFFER_FORMATS_MODULES=$(CURDIR)/$(FORMATS_DIR)/node_modules \
	    $(PYTHON) tests/e2e/run.py test_formats.py

BENCH ?=
BENCH_TOOLS := $(BUILD)/bench/webserver $(BUILD)/bench/parse $(BUILD)/bench/store $(BUILD)/bench/frontier
$(BUILD)/bench/%: tests/bench/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(SAY) "cc $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LIBRARY) $(LDFLAGS) $(LDLIBS)
bench: $(PROGRAM) $(BENCH_TOOLS) ## measure beside other programs where they are installed; prints ratios
	@COREOFFER=$(abspath $(PROGRAM)) BENCH_TOOLS=$(CURDIR)/$(BUILD)/bench $(PYTHON) tests/bench/bench.py $(BENCH)

.PHONY: analyse
# cppcheck must find nothing; clang-tidy (its checks are in .clang-tidy) is printed to be read,
# since its analyser can't follow every list and record.
analyse: ## static analysis
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
	    --suppress=normalCheckLevelMaxBranches -I. -DCOREOFFER_VERSION='""' -DCOREOFFER_DATADIR='""' --include=tests/analysis.h -j2 $(ROOMS) cli
	@echo $(LIB_SOURCES) $(CLI_SOURCES) | xargs -n 8 -P 2 sh -c 'clang-tidy --quiet "$$@" -- -std=c17 $(filter-out -DCOREOFFER_%,$(CPPFLAGS)) -DCOREOFFER_VERSION=__FILE__ -DCOREOFFER_DATADIR=__FILE__ 2>/dev/null' tidy || true

# ---- a fuzz target for real: make fuzz TARGET=fuzz_crawler_url SECONDS=60 ----
TARGET ?= fuzz_crawler_url
SECONDS ?= 60
.PHONY: fuzz
fuzz: ## fuzz TARGET for SECONDS with libFuzzer (clang)
	@mkdir -p build/fuzzing/$(TARGET)
	clang $(CPPFLAGS) -std=c17 -g -O1 -fsanitize=fuzzer,address,undefined -o build/fuzzing/run-$(TARGET) tests/fuzz/$(TARGET).c $(LIB_SOURCES) $(LDLIBS) -pthread
	COREOFFER_SEEDS=$(CURDIR)/seeds build/fuzzing/run-$(TARGET) -max_total_time=$(SECONDS) -timeout=20 build/fuzzing/$(TARGET) tests/fuzz/corpus/$(TARGET)

# ---- installation ----
INSTALL ?= install
MANDIR := $(PREFIX)/share/man/man1
BASH_COMPLETIONS := $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS := $(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS := $(PREFIX)/share/fish/vendor_completions.d
EXAMPLES := $(PREFIX)/share/doc/coreoffer/examples
# What the made-up councils' leaflets are made from is for those who change them.
NOT_INSTALLED := ! -name make-leaflets ! -path './demo/*/leaflets/*.txt' ! -path './demo/README.md'
install: $(PROGRAM) ## install below PREFIX (DESTDIR is put before it)
	$(INSTALL) -d $(foreach directory,$(PREFIX)/bin $(MANDIR) $(BASH_COMPLETIONS) $(ZSH_COMPLETIONS) $(FISH_COMPLETIONS) $(EXAMPLES),'$(DESTDIR)$(directory)')
	$(INSTALL) -m 755 $(PROGRAM) '$(DESTDIR)$(PREFIX)/bin/coreoffer'
	rm -rf '$(DESTDIR)$(DATADIR)'
	$(INSTALL) -d '$(DESTDIR)$(DATADIR)/seeds'
	to=$$(cd '$(DESTDIR)$(DATADIR)/seeds' && pwd) && cd seeds && find . -type f $(NOT_INSTALLED) -print0 | xargs -0 cp --parents -t "$$to"
	chmod -R u=rwX,go=rX '$(DESTDIR)$(DATADIR)'
	$(INSTALL) -m 644 packaging/crontab.sample '$(DESTDIR)$(EXAMPLES)/crontab.sample'
	$(abspath $(PROGRAM)) manual > '$(DESTDIR)$(MANDIR)/coreoffer.1'
	$(abspath $(PROGRAM)) completion bash > '$(DESTDIR)$(BASH_COMPLETIONS)/coreoffer'
	$(abspath $(PROGRAM)) completion zsh > '$(DESTDIR)$(ZSH_COMPLETIONS)/_coreoffer'
	$(abspath $(PROGRAM)) completion fish > '$(DESTDIR)$(FISH_COMPLETIONS)/coreoffer.fish'
	chmod 644 $(foreach file,$(MANDIR)/coreoffer.1 $(BASH_COMPLETIONS)/coreoffer $(ZSH_COMPLETIONS)/_coreoffer $(FISH_COMPLETIONS)/coreoffer.fish,'$(DESTDIR)$(file)')
uninstall: ## remove what install put there
	rm -rf '$(DESTDIR)$(DATADIR)' '$(DESTDIR)$(PREFIX)/share/doc/coreoffer'
	rm -f $(foreach file,$(PREFIX)/bin/coreoffer $(MANDIR)/coreoffer.1 $(BASH_COMPLETIONS)/coreoffer $(ZSH_COMPLETIONS)/_coreoffer $(FISH_COMPLETIONS)/coreoffer.fish,'$(DESTDIR)$(file)')

dependencies-deb: ## install what building the Debian package needs
	@packaging/dependencies deb
# The package is built from a copy of what git knows, so that nothing else gets in; then it is
# unpacked and tried.
DEB_TREE := build/deb/coreoffer-$(VERSION)
deb: dependencies-deb ## build a Debian package in build/deb, check it with lintian and try it
	rm -rf build/deb && mkdir -p $(DEB_TREE)
	git ls-files -z | xargs -0 cp --parents -t $(DEB_TREE)
	cp -R packaging/debian $(DEB_TREE)/debian
	cd $(DEB_TREE) && env -u MAKEFLAGS -u MAKELEVEL dpkg-buildpackage -us -uc
	lintian --allow-root --display-info --pedantic --tag-display-limit 0 --fail-on error,warning,info,pedantic build/deb/*.changes
	packaging/try-deb build/deb/coreoffer_$(VERSION)_*.deb

clean: ## remove what was built
	rm -rf build coreoffer demo-report
