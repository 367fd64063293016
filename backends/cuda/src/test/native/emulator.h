// What the stand-ins for CUDA's libraries share. The driver's stand-in defines these; the others are linked to it.
#pragma once

#include <cstdint>

extern "C" {
// Whether the calling thread has made a context current.
bool emulated_context_is_current();

// Whether so many bytes from an address on lie in one block of device memory.
bool emulated_block_holds(uint64_t address, uint64_t bytes);
}

// Compiled code as it goes from the compiler's stand-in to the driver's: a shared library behind this head.
struct EmulatedImage {
    char magic[8];
    uint64_t bytes;
};

constexpr char EMULATED_MAGIC[8] = {'E', 'm', 'u', 'l', 'a', 't', 'e', 'd'};

// Runs one kernel over a grid; false if only some threads of a block came to a barrier.
using EmulatedLaunch = bool (*)(const unsigned* grid, const unsigned* block, void** parameters);
