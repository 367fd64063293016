// Stand-in for cuBLAS on the host: plain loops over column-major matrices, sums in float64, for the functions that
// BlasCalls.java binds. MAJOR is the version of CUDA that it plays.
#include "emulator.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace {

enum Status { SUCCESS = 0, INVALID_VALUE = 7, MAPPING_ERROR = 11, EXECUTION_FAILED = 13, NOT_SUPPORTED = 15 };
enum Compute { FLOAT32 = 68, FLOAT64 = 70, TF32 = 77 };

constexpr uint64_t HANDLE = 0xb1a5;

struct Kind {
    Compute compute;
    uint64_t bytes() const { return compute == FLOAT64 ? 8 : 4; }
    double get(const void* at, int64_t index) const {
        return compute == FLOAT64 ? static_cast<const double*>(at)[index] : static_cast<const float*>(at)[index];
    }
    void put(void* at, int64_t index, double value) const {
        if (compute == FLOAT64) {
            static_cast<double*>(at)[index] = value;
        } else {
            static_cast<float*>(at)[index] = static_cast<float>(value);
        }
    }
};

// Ten bits after the leading one, ties away from zero.
double rounded_to_tf32(double value) {
    auto single = static_cast<float>(value);
    if (!std::isfinite(single)) {
        return single;
    }
    uint32_t bits;
    std::memcpy(&bits, &single, sizeof bits);
    bits = (bits + (1u << 12)) & ~((1u << 13) - 1);
    std::memcpy(&single, &bits, sizeof bits);
    return single;
}

// A matrix as stored, column-major, and whether its transpose is meant.
struct Operand {
    const void* at;
    int64_t leading;
    bool transposed;
    double get(Kind kind, int64_t i, int64_t j) const {
        const double value = kind.get(at, transposed ? j + i * leading : i + j * leading);
        return kind.compute == TF32 ? rounded_to_tf32(value) : value;
    }
};

Status placed(Kind kind, const void* at, int64_t rows, int64_t columns, int64_t leading) {
    if (rows < 0 || columns < 0 || leading < std::max<int64_t>(1, rows)) {
        return INVALID_VALUE;
    }
    const uint64_t entries = rows && columns ? (columns - 1) * leading + rows : 0;
    return emulated_block_holds(reinterpret_cast<uint64_t>(at), entries * kind.bytes()) ? SUCCESS : MAPPING_ERROR;
}

// c <- alpha a b + beta c, its upper triangle alone if asked; beta = 0 overwrites.
void multiply(
        Kind kind, int64_t m, int64_t n, int64_t k, double alpha, Operand a, Operand b, double beta, void* c,
        int64_t ldc, bool upper) {
    std::vector<double> left(m * k);
    for (int64_t l = 0; l < k; l++) {
        for (int64_t i = 0; i < m; i++) {
            left[l * m + i] = a.get(kind, i, l);
        }
    }
    std::vector<double> column(m);
    for (int64_t j = 0; j < n; j++) {
        const int64_t rows = upper ? j + 1 : m;
        std::fill(column.begin(), column.end(), 0.0);
        for (int64_t l = 0; l < k; l++) {
            const double factor = b.get(kind, l, j);
            const double* from = &left[l * m];
            for (int64_t i = 0; i < rows; i++) {
                column[i] += from[i] * factor;
            }
        }
        for (int64_t i = 0; i < rows; i++) {
            const int64_t at = i + j * ldc;
            kind.put(c, at, alpha * column[i] + (beta == 0 ? 0 : beta * kind.get(c, at)));
        }
    }
}

double scalar(Kind kind, const void* at) {
    return kind.compute == FLOAT64 ? *static_cast<const double*>(at) : *static_cast<const float*>(at);
}

Status supported(int a, int b, int c, int compute, int algorithm) {
    const int type = compute == FLOAT64 ? 1 : 0;
    const bool known = compute == FLOAT64 || compute == FLOAT32 || compute == TF32;
    return known && a == type && b == type && c == type && algorithm == -1 ? SUCCESS : NOT_SUPPORTED;
}

Status self(
        uint64_t handle, Kind kind, int triangle, int op, int64_t n, int64_t k, const void* alpha, const void* a,
        int64_t lda, const void* beta, void* c, int64_t ldc) {
    if (handle != HANDLE || !emulated_context_is_current()) {
        return EXECUTION_FAILED;
    }
    if (triangle != 1 || op != 1) {
        return NOT_SUPPORTED;
    }
    if (placed(kind, a, k, n, lda) != SUCCESS || placed(kind, c, n, n, ldc) != SUCCESS) {
        return INVALID_VALUE;
    }
    multiply(kind, n, n, k, scalar(kind, alpha), {a, lda, true}, {a, lda, false}, scalar(kind, beta), c, ldc, true);
    return SUCCESS;
}

} // namespace

extern "C" {

int cublasCreate_v2(uint64_t* handle) {
    *handle = HANDLE;
    return emulated_context_is_current() ? SUCCESS : 1;
}

int cublasSetStream_v2(uint64_t handle, uint64_t stream) { return handle == HANDLE && stream ? SUCCESS : INVALID_VALUE; }

int cublasGetVersion_v2(uint64_t handle, int* version) {
    *version = MAJOR * 10000;
    return handle == HANDLE ? SUCCESS : INVALID_VALUE;
}

int cublasGemmStridedBatchedEx_64(
        uint64_t handle, int opA, int opB, int64_t m, int64_t n, int64_t k, const void* alpha, const char* a, int typeA,
        int64_t lda, int64_t strideA, const char* b, int typeB, int64_t ldb, int64_t strideB, const void* beta, char* c,
        int typeC, int64_t ldc, int64_t strideC, int64_t count, int compute, int algorithm) {
    if (handle != HANDLE || !emulated_context_is_current()) {
        return EXECUTION_FAILED;
    }
    if (const Status status = supported(typeA, typeB, typeC, compute, algorithm); status != SUCCESS) {
        return status;
    }
    const Kind kind{static_cast<Compute>(compute)};
    for (int64_t t = 0; t < count; t++) {
        const char* ta = a + t * strideA * static_cast<int64_t>(kind.bytes());
        const char* tb = b + t * strideB * static_cast<int64_t>(kind.bytes());
        char* tc = c + t * strideC * static_cast<int64_t>(kind.bytes());
        if (placed(kind, ta, opA ? k : m, opA ? m : k, lda) != SUCCESS
            || placed(kind, tb, opB ? n : k, opB ? k : n, ldb) != SUCCESS || placed(kind, tc, m, n, ldc) != SUCCESS) {
            return INVALID_VALUE;
        }
        multiply(
                kind, m, n, k, scalar(kind, alpha), {ta, lda, opA == 1}, {tb, ldb, opB == 1}, scalar(kind, beta), tc,
                ldc, false);
    }
    return SUCCESS;
}

int cublasGemmEx_64(
        uint64_t handle, int opA, int opB, int64_t m, int64_t n, int64_t k, const void* alpha, const char* a, int typeA,
        int64_t lda, const char* b, int typeB, int64_t ldb, const void* beta, char* c, int typeC, int64_t ldc,
        int compute, int algorithm) {
    return cublasGemmStridedBatchedEx_64(
            handle, opA, opB, m, n, k, alpha, a, typeA, lda, 0, b, typeB, ldb, 0, beta, c, typeC, ldc, 0, 1, compute,
            algorithm);
}

int cublasDsyrk_v2_64(
        uint64_t handle, int triangle, int op, int64_t n, int64_t k, const double* alpha, const double* a, int64_t lda,
        const double* beta, double* c, int64_t ldc) {
    return self(handle, {FLOAT64}, triangle, op, n, k, alpha, a, lda, beta, c, ldc);
}

int cublasSsyrk_v2_64(
        uint64_t handle, int triangle, int op, int64_t n, int64_t k, const float* alpha, const float* a, int64_t lda,
        const float* beta, float* c, int64_t ldc) {
    return self(handle, {FLOAT32}, triangle, op, n, k, alpha, a, lda, beta, c, ldc);
}

const char* cublasGetStatusName(int status) {
    return status == INVALID_VALUE ? "CUBLAS_STATUS_INVALID_VALUE" : "CUBLAS_STATUS_EMULATED";
}

const char* cublasGetStatusString(int) { return "of the emulation"; }
}
