// Stand-in for cuSOLVER on the host, for the functions that SolverCalls.java binds: Householder reflections to a
// tridiagonal matrix, then implicit QL steps, in float64. MAJOR is the version of CUDA that it plays.
#include "emulator.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <vector>

namespace {

enum Status { SUCCESS = 0, INVALID_VALUE = 3, EXECUTION_FAILED = 6 };

constexpr uint64_t HANDLE = 0x501;
constexpr uint64_t PARAMETERS = 0x9a;
constexpr uint64_t HOST_BYTES = 96;

using Vector = std::vector<double>;

// Eigenvalues and, in the rows of `vectors`, orthonormal eigenvectors of a symmetric row-major matrix.
struct Eigenproblem {
    const int64_t n;
    Vector a;
    Vector vectors;
    Vector diagonal;
    Vector beside; // beside[i] couples i and i + 1

    explicit Eigenproblem(int64_t order)
        : n(order), a(order * order), vectors(order * order), diagonal(order), beside(order) {}

    // Reflects column k to a multiple of e_(k+1) below the diagonal; A <- H A H, and the reflections are multiplied up.
    void reduce() {
        for (int64_t i = 0; i < n; i++) {
            vectors[i * n + i] = 1;
        }
        Vector v(n), w(n);
        for (int64_t k = 0; k + 1 < n; k++) {
            double norm = 0;
            for (int64_t i = k + 1; i < n; i++) {
                norm = std::hypot(norm, a[i * n + k]);
            }
            diagonal[k] = a[k * n + k];
            const double head = a[(k + 1) * n + k];
            beside[k] = head > 0 ? -norm : norm;
            if (norm == 0) {
                continue;
            }
            double squares = 0;
            for (int64_t i = k + 1; i < n; i++) {
                v[i] = (a[i * n + k] - (i == k + 1 ? beside[k] : 0)) / norm;
                squares += v[i] * v[i];
            }
            reflect(k + 1, v, w, 2 / squares);
        }
        diagonal[n - 1] = a[n * n - 1];
    }

    void reflect(int64_t from, const Vector& v, Vector& w, double factor) {
        double along = 0;
        for (int64_t i = from; i < n; i++) {
            w[i] = factor * std::inner_product(&a[i * n + from], &a[i * n] + n, &v[from], 0.0);
            along += w[i] * v[i];
        }
        for (int64_t i = from; i < n; i++) {
            w[i] -= factor * along / 2 * v[i];
        }
        for (int64_t i = from; i < n; i++) {
            for (int64_t j = from; j < n; j++) {
                a[i * n + j] -= v[i] * w[j] + w[i] * v[j];
            }
        }
        std::fill(w.begin(), w.end(), 0.0);
        for (int64_t i = from; i < n; i++) {
            for (int64_t j = 0; j < n; j++) {
                w[j] += factor * v[i] * vectors[i * n + j];
            }
        }
        for (int64_t i = from; i < n; i++) {
            for (int64_t j = 0; j < n; j++) {
                vectors[i * n + j] -= v[i] * w[j];
            }
        }
    }

    // Returns how many values did not converge.
    int diagonalize() {
        double size = 0;
        for (int64_t i = 0; i < n; i++) {
            size = std::max({size, std::fabs(diagonal[i]), std::fabs(beside[i])});
        }
        for (int64_t l = 0; l < n; l++) {
            for (int steps = 0;; steps++) {
                int64_t m = l;
                while (m + 1 < n && std::fabs(beside[m]) > size * 0x1p-54) {
                    m++;
                }
                if (m == l) {
                    break;
                }
                if (steps == 60) {
                    return static_cast<int>(n - l);
                }
                chase(l, m);
            }
        }
        return 0;
    }

    // One QL step with Wilkinson's shift on rows l to m, by rotations of neighbours from the bottom up.
    void chase(int64_t l, int64_t m) {
        const double half = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
        double g = diagonal[m] - diagonal[l] + beside[l] / (half + std::copysign(std::hypot(half, 1.0), half));
        double s = 1, c = 1, p = 0;
        for (int64_t i = m - 1; i >= l; i--) {
            const double f = s * beside[i];
            const double b = c * beside[i];
            const double r = std::hypot(f, g);
            beside[i + 1] = r;
            if (r == 0) {
                diagonal[i + 1] -= p;
                beside[m] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            const double shifted = diagonal[i + 1] - p;
            const double t = (diagonal[i] - shifted) * s + 2 * c * b;
            p = s * t;
            diagonal[i + 1] = shifted + p;
            g = c * t - b;
            rotate(&vectors[i * n], &vectors[(i + 1) * n], c, s);
        }
        diagonal[l] -= p;
        beside[l] = g;
        beside[m] = 0;
    }

    void rotate(double* upper, double* lower, double c, double s) const {
        for (int64_t j = 0; j < n; j++) {
            const double x = lower[j];
            lower[j] = s * upper[j] + c * x;
            upper[j] = c * upper[j] - s * x;
        }
    }
};

template <class Real>
int solve(bool vectors, int64_t n, Real* a, int64_t lda, Real* values) {
    Eigenproblem problem(n);
    for (int64_t j = 0; j < n; j++) {
        for (int64_t i = 0; i <= j; i++) { // the upper triangle alone
            problem.a[i * n + j] = problem.a[j * n + i] = a[i + j * lda];
        }
    }
    problem.reduce();
    const int status = problem.diagonalize();
    std::vector<int64_t> order(n);
    std::iota(order.begin(), order.end(), int64_t{0});
    std::sort(order.begin(), order.end(), [&](int64_t x, int64_t y) {
        return problem.diagonal[x] < problem.diagonal[y];
    });
    for (int64_t k = 0; k < n; k++) {
        values[k] = static_cast<Real>(problem.diagonal[order[k]]);
        for (int64_t i = 0; i < n; i++) { // without vectors the matrix is lost
            a[i + k * lda] = vectors ? static_cast<Real>(problem.vectors[order[k] * n + i]) : Real(7);
        }
    }
    return status;
}

uint64_t work_bytes(int64_t n, int type) { return 2 * n * n * (type == 1 ? 8 : 4); }

bool valid(
        uint64_t handle, uint64_t parameters, int mode, int triangle, int64_t n, int type, uint64_t a, int64_t lda,
        int typeValues, int compute) {
    const uint64_t size = type == 1 ? 8 : 4;
    return handle == HANDLE && parameters == PARAMETERS && (mode == 0 || mode == 1) && triangle == 1 && n > 0
            && (type == 0 || type == 1) && typeValues == type && compute == type && lda >= n
            && emulated_block_holds(a, ((n - 1) * lda + n) * size);
}

} // namespace

extern "C" {

int cusolverDnCreate(uint64_t* handle) {
    *handle = HANDLE;
    return emulated_context_is_current() ? SUCCESS : 1;
}

int cusolverDnSetStream(uint64_t handle, uint64_t stream) {
    return handle == HANDLE && stream ? SUCCESS : INVALID_VALUE;
}

int cusolverDnCreateParams(uint64_t* parameters) {
    *parameters = PARAMETERS;
    return SUCCESS;
}

int cusolverGetVersion(int* version) {
    *version = (MAJOR - 1) * 1000;
    return SUCCESS;
}

int cusolverDnXsyevd_bufferSize(
        uint64_t handle, uint64_t parameters, int mode, int triangle, int64_t n, int type, uint64_t a, int64_t lda,
        int typeValues, uint64_t, int compute, uint64_t* device_bytes, uint64_t* host_bytes) {
    *device_bytes = work_bytes(n, type);
    *host_bytes = HOST_BYTES;
    return valid(handle, parameters, mode, triangle, n, type, a, lda, typeValues, compute) ? SUCCESS : INVALID_VALUE;
}

int cusolverDnXsyevd(
        uint64_t handle, uint64_t parameters, int mode, int triangle, int64_t n, int type, uint64_t a, int64_t lda,
        int typeValues, uint64_t values, int compute, uint64_t scratch, uint64_t device_bytes, void* host_scratch,
        uint64_t host_bytes, uint64_t info) {
    const uint64_t size = type == 1 ? 8 : 4;
    if (!valid(handle, parameters, mode, triangle, n, type, a, lda, typeValues, compute)
        || !emulated_block_holds(values, n * size) || device_bytes < work_bytes(n, type)
        || !emulated_block_holds(scratch, device_bytes) || host_bytes < HOST_BYTES || !emulated_block_holds(info, 4)) {
        return INVALID_VALUE;
    }
    if (!emulated_context_is_current()) {
        return EXECUTION_FAILED;
    }
    std::memset(reinterpret_cast<void*>(scratch), 0x5a, device_bytes);
    std::memset(host_scratch, 0x5a, host_bytes);
    *reinterpret_cast<int*>(info) = type == 1
            ? solve(mode == 1, n, reinterpret_cast<double*>(a), lda, reinterpret_cast<double*>(values))
            : solve(mode == 1, n, reinterpret_cast<float*>(a), lda, reinterpret_cast<float*>(values));
    return SUCCESS;
}
}
