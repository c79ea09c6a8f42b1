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
PACKAGES := libcurl libxml-2.0 libpcre2-8 libcjson sqlite3 zlib libcrypto libpsl libidn2 libcares libmicrohttpd libzip libseccomp

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
CFLAGS += -std=c17 -g $(OPTIMISE) $(WARNINGS) $(HARDENING)
LDFLAGS += -pie -Wl,-z,relro,-z,now -pthread $(if $(SANITIZE),-fsanitize=$(SANITIZE))
LDLIBS += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcsv -lstemmer -lm

LIB_SOURCES := $(sort $(foreach room,$(ROOMS),$(wildcard $(room)/*.c)))
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
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(CLI_OBJECTS) $(LIBRARY) $(LDLIBS)

$(LIBRARY): $(LIB_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -include base/banned.h -MMD -MP -c -o $@ $<

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d)

# One program a test file; check runs each test in a process of its own.
$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(shell pkg-config --cflags check) -MMD -MP -o $@ $< $(LIBRARY) $(LDFLAGS) $(shell pkg-config --libs check) $(LDLIBS)
-include $(UNIT_TESTS:=.d)

.PHONY: unit clean
unit: $(UNIT_TESTS)
	@status=0; for test in $(UNIT_TESTS); do $$test || status=1; done; exit $$status

clean:
	rm -rf build coreoffer demo-report
