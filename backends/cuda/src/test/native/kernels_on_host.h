// Put before a kernel's source, this makes it a program for the host: blocks run one after the other, and the threads
// of a block as fibres that change places at a barrier. Shared memory is that of the one block that runs.
#pragma once

#include <csetjmp>
#include <cmath>
#include <memory>
#include <type_traits>
#include <ucontext.h>
#include <utility>

#define __global__
#define __device__
#define __shared__ static
#define __syncthreads emulator::wait_for_all

using std::erf;
using std::erfc;
using std::exp;
using std::fabs;
using std::log1p;
using std::tanh;

struct EmulatedIndex {
    unsigned x, y, z;
};

static EmulatedIndex threadIdx, blockIdx, blockDim, gridDim;

namespace emulator {

constexpr unsigned MOST_THREADS = 1024;
constexpr std::size_t STACK = 64 << 10;

enum class State { NEW, WAITING, FINISHED };

struct Fibre {
    std::unique_ptr<char[]> stack;
    ucontext_t start;
    jmp_buf place;
    State state;
};

static Fibre fibres[MOST_THREADS];
static jmp_buf scheduler;
static unsigned running;
static void (*body)(void**);
static void** arguments;

// Leaves the running fibre until the scheduler has seen all the others reach a barrier too.
__attribute__((noinline)) static void wait_for_all() {
    fibres[running].state = State::WAITING;
    if (_setjmp(fibres[running].place) == 0) {
        _longjmp(scheduler, 1);
    }
}

static void run_fibre() {
    body(arguments);
    fibres[running].state = State::FINISHED;
    _longjmp(scheduler, 1);
}

static void enter_thread(unsigned i) {
    running = i;
    threadIdx = {i % blockDim.x, i / blockDim.x % blockDim.y, i / blockDim.x / blockDim.y};
}

// Runs a thread to its next barrier or its end.
__attribute__((noinline)) static void resume(unsigned i) {
    enter_thread(i);
    Fibre& fibre = fibres[i];
    if (_setjmp(scheduler) != 0) {
        return;
    }
    if (fibre.state == State::WAITING) {
        _longjmp(fibre.place, 1);
    }
    if (!fibre.stack) {
        fibre.stack.reset(new char[STACK]);
    }
    getcontext(&fibre.start);
    fibre.start.uc_stack.ss_sp = fibre.stack.get();
    fibre.start.uc_stack.ss_size = STACK;
    fibre.start.uc_link = nullptr;
    makecontext(&fibre.start, run_fibre, 0);
    setcontext(&fibre.start);
}

// Runs all threads but the first without fibres; returns false if one of them comes to a barrier after all.
__attribute__((noinline)) static bool run_plainly(unsigned threads) {
    if (_setjmp(scheduler) != 0) {
        return false;
    }
    for (unsigned i = 1; i < threads; i++) {
        enter_thread(i);
        body(arguments);
    }
    return true;
}

// Returns false if some threads wait where others have finished.
static bool run_block(unsigned threads) {
    for (unsigned i = 0; i < threads; i++) {
        fibres[i].state = State::NEW;
    }
    resume(0);
    if (fibres[0].state == State::FINISHED) { // a barrier is for all or for none
        return run_plainly(threads);
    }
    for (unsigned next = 1;; next = 0) {
        for (unsigned i = next; i < threads; i++) {
            resume(i);
            if (fibres[i].state != fibres[0].state) {
                return false;
            }
        }
        if (fibres[0].state == State::FINISHED) {
            return true;
        }
    }
}

static bool run_grid(const unsigned* grid, const unsigned* block) {
    gridDim = {grid[0], grid[1], grid[2]};
    blockDim = {block[0], block[1], block[2]};
    for (unsigned z = 0; z < grid[2]; z++) {
        for (unsigned y = 0; y < grid[1]; y++) {
            for (unsigned x = 0; x < grid[0]; x++) {
                blockIdx = {x, y, z};
                if (!run_block(block[0] * block[1] * block[2])) {
                    return false;
                }
            }
        }
    }
    return true;
}

template <class... Types, std::size_t... I>
void call(void (*kernel)(Types...), void** parameters, std::index_sequence<I...>) {
    kernel(*static_cast<std::remove_const_t<Types>*>(parameters[I])...);
}

template <class... Types>
bool launch(void (*kernel)(Types...), const unsigned* grid, const unsigned* block, void** parameters) {
    static void (*launched)(Types...);
    launched = kernel;
    body = [](void** given) { call(launched, given, std::index_sequence_for<Types...>()); };
    arguments = parameters;
    return run_grid(grid, block);
}

} // namespace emulator
