#include "reports/pages/assets.h"

/* The assembler reads the files, relative to the project's root where make runs. */
#define ASSET(name, path)                                                                                                        \
    __asm__(".section .rodata\n"                                                                                                 \
            ".global " #name "\n"                                                                                                \
            ".type " #name ", @object\n" #name ":\n"                                                                             \
            ".incbin \"" path "\"\n"                                                                                             \
            ".byte 0\n"                                                                                                          \
            ".size " #name ", .-" #name "\n"                                                                                     \
            ".previous\n")

ASSET(assets_style, "reports/assets/style.css");
ASSET(assets_proof, "reports/assets/proof.css");
ASSET(assets_filter, "reports/assets/filter.js");
