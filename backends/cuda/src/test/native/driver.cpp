// Stand-in for libcuda.so.1, CUDA's driver, on the host: the functions that DriverCalls.java binds and no others.
// Device memory is of a fixed size, is full of rubbish when it is given out, and ends in bytes that nobody may change.
// FISHERSCOPE_EMULATED_MEMORY is that size in bytes, FISHERSCOPE_EMULATED_DRIVER the version, such as 12040.
#include "emulator.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

namespace {

enum Status {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    INVALID_DEVICE = 101,
    INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201,
    NOT_FOUND = 500,
    ILLEGAL_ADDRESS = 700,
    LAUNCH_FAILED = 719
};

constexpr uint64_t FENCE = 64;
constexpr int RUBBISH = 0x7f; // as a number of either format: large or NaN
constexpr int FENCE_BYTE = 0xa5;
constexpr uint64_t CONTEXT = 0xc0;
constexpr uint64_t STREAM = 0x57;

uint64_t number_from(const char* variable, uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

const uint64_t capacity = number_from("FISHERSCOPE_EMULATED_MEMORY", uint64_t{2} << 30);
std::mutex lock;
std::map<uint64_t, uint64_t> blocks; // address to size
uint64_t used = 0;
bool started = false;
thread_local uint64_t current = 0;

bool fence_is_whole(uint64_t address, uint64_t bytes) {
    const auto* fence = reinterpret_cast<const unsigned char*>(address + bytes);
    for (uint64_t i = 0; i < FENCE; i++) {
        if (fence[i] != FENCE_BYTE) {
            return false;
        }
    }
    return true;
}

Status ready() {
    return !started ? NOT_INITIALIZED : current != CONTEXT ? INVALID_CONTEXT : SUCCESS;
}

Status ready_on(uint64_t stream) {
    const Status status = ready();
    return status == SUCCESS && stream != STREAM ? INVALID_VALUE : status;
}

} // namespace

extern "C" {

bool emulated_context_is_current() { return current == CONTEXT; }

bool emulated_block_holds(uint64_t address, uint64_t bytes) {
    const std::lock_guard<std::mutex> held(lock);
    auto after = blocks.upper_bound(address);
    if (after == blocks.begin()) {
        return false;
    }
    const auto& [start, size] = *--after;
    return bytes <= size && address - start <= size - bytes;
}

int cuInit(int flags) {
    started = true;
    return flags == 0 ? SUCCESS : INVALID_VALUE;
}

int cuDriverGetVersion(int* version) {
    *version = static_cast<int>(number_from("FISHERSCOPE_EMULATED_DRIVER", 13000));
    return SUCCESS;
}

int cuDeviceGetCount(int* count) {
    *count = 1;
    return started ? SUCCESS : NOT_INITIALIZED;
}

int cuDeviceGet(int* device, int ordinal) {
    *device = 7; // a device is not its number
    return ordinal == 0 ? SUCCESS : INVALID_DEVICE;
}

int cuDeviceGetName(char* name, int length, int device) {
    std::snprintf(name, static_cast<size_t>(length), "emulated GPU on the host");
    return device == 7 ? SUCCESS : INVALID_DEVICE;
}

int cuDeviceGetAttribute(int* value, int attribute, int device) {
    *value = attribute == 75 ? 9 : 0; // compute capability 9.0
    return device != 7 ? INVALID_DEVICE : attribute == 75 || attribute == 76 ? SUCCESS : INVALID_VALUE;
}

int cuDevicePrimaryCtxRetain(uint64_t* context, int device) {
    *context = CONTEXT;
    return device == 7 ? SUCCESS : INVALID_DEVICE;
}

int cuCtxSetCurrent(uint64_t context) {
    current = context;
    return context == CONTEXT ? SUCCESS : INVALID_CONTEXT;
}

int cuMemGetInfo_v2(uint64_t* free, uint64_t* total) {
    *free = capacity - used;
    *total = capacity;
    return ready();
}

int cuMemAlloc_v2(uint64_t* address, uint64_t bytes) {
    if (const Status status = ready(); status != SUCCESS) {
        return status;
    }
    const std::lock_guard<std::mutex> held(lock);
    if (bytes == 0) {
        return INVALID_VALUE;
    }
    if (bytes > capacity - used) {
        return OUT_OF_MEMORY;
    }
    void* block = std::aligned_alloc(256, (bytes + FENCE + 255) / 256 * 256);
    if (!block) {
        return OUT_OF_MEMORY;
    }
    std::memset(block, RUBBISH, bytes);
    *address = reinterpret_cast<uint64_t>(block);
    std::memset(static_cast<char*>(block) + bytes, FENCE_BYTE, FENCE);
    blocks[*address] = bytes;
    used += bytes;
    return SUCCESS;
}

int cuMemFree_v2(uint64_t address) {
    const std::lock_guard<std::mutex> held(lock);
    const auto block = blocks.find(address);
    if (block == blocks.end()) {
        return INVALID_VALUE;
    }
    const bool whole = fence_is_whole(address, block->second);
    used -= block->second;
    blocks.erase(block);
    std::free(reinterpret_cast<void*>(address));
    return whole ? ready() : ILLEGAL_ADDRESS;
}

int cuMemAllocHost_v2(void** pointer, uint64_t bytes) {
    *pointer = std::malloc(bytes);
    return *pointer ? ready() : OUT_OF_MEMORY;
}

int cuMemsetD8Async(uint64_t address, unsigned char value, uint64_t bytes, uint64_t stream) {
    if (!emulated_block_holds(address, bytes)) {
        return INVALID_VALUE;
    }
    std::memset(reinterpret_cast<void*>(address), value, bytes);
    return ready_on(stream);
}

int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, uint64_t bytes, uint64_t stream) {
    if (!emulated_block_holds(to, bytes) || emulated_block_holds(reinterpret_cast<uint64_t>(from), 1)) {
        return INVALID_VALUE;
    }
    std::memcpy(reinterpret_cast<void*>(to), from, bytes);
    return ready_on(stream);
}

int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, uint64_t bytes, uint64_t stream) {
    if (!emulated_block_holds(from, bytes) || emulated_block_holds(reinterpret_cast<uint64_t>(to), 1)) {
        return INVALID_VALUE;
    }
    std::memcpy(to, reinterpret_cast<void*>(from), bytes);
    return ready_on(stream);
}

int cuStreamCreate(uint64_t* stream, int flags) {
    *stream = STREAM;
    return flags == 1 ? ready() : INVALID_VALUE;
}

int cuStreamSynchronize(uint64_t stream) {
    const std::lock_guard<std::mutex> held(lock);
    for (const auto& [address, bytes] : blocks) {
        if (!fence_is_whole(address, bytes)) {
            return ILLEGAL_ADDRESS;
        }
    }
    return ready_on(stream);
}

int cuModuleLoadData(void** module, const void* image) {
    EmulatedImage head;
    std::memcpy(&head, image, sizeof head);
    if (std::memcmp(head.magic, EMULATED_MAGIC, sizeof head.magic) != 0) {
        return INVALID_IMAGE;
    }
    const char* folder = std::getenv("TMPDIR");
    std::string path = std::string(folder ? folder : "/tmp") + "/emulated-kernels-XXXXXX";
    const int file = mkstemp(path.data());
    const auto written = write(file, static_cast<const char*>(image) + sizeof head, head.bytes);
    close(file);
    *module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    unlink(path.c_str());
    return *module && written == static_cast<ssize_t>(head.bytes) ? ready() : INVALID_IMAGE;
}

int cuModuleGetFunction(void** function, void* module, const char* name) {
    *function = dlsym(module, (std::string("launch_") + name).c_str());
    return *function ? ready() : NOT_FOUND;
}

int cuLaunchKernel(
        void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared,
        uint64_t stream, void** parameters, void** extra) {
    const bool possible = gx - 1 < 0x7fffffffu && gy - 1 < 65535 && gz - 1 < 65535 && bx - 1 < 1024 && by - 1 < 1024
            && bz - 1 < 64 && bx * by * bz <= 1024 && shared == 0 && !extra;
    if (!possible) {
        return INVALID_VALUE;
    }
    if (const Status status = ready_on(stream); status != SUCCESS) {
        return status;
    }
    const unsigned grid[] = {gx, gy, gz};
    const unsigned block[] = {bx, by, bz};
    return reinterpret_cast<EmulatedLaunch>(function)(grid, block, parameters) ? SUCCESS : LAUNCH_FAILED;
}

int cuGetErrorName(int status, const char** text) {
    *text = status == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_EMULATED";
    return SUCCESS;
}

int cuGetErrorString(int status, const char** text) {
    static thread_local std::string described;
    described = status == OUT_OF_MEMORY ? "out of memory" : "status " + std::to_string(status) + " of the emulation";
    *text = described.c_str();
    return SUCCESS;
}
}
