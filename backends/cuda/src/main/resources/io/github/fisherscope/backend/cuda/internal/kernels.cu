// The entry-by-entry kernels of the backend cuda, compiled at run time, once with REAL = float and once with REAL =
// double. Matrices are row-major: entry (i, j) of m lies at m[i * ldm + j]. Every parameter has eight bytes; Kernel.java
// repeats the lists, and a test compares the two. Sums are carried in double and divided by the shape of the operands
// and nothing else, so that the same call gives the same bits.

typedef long long Index;

#define THREADS 256

// Visits every entry once, whatever grid was launched; blocks are one or two dimensional.
#define FOR_ROWS(i, rows) \
    for (Index i = (Index)blockIdx.y * blockDim.y + threadIdx.y; i < (rows); i += (Index)gridDim.y * blockDim.y)
#define FOR_COLUMNS(j, columns) \
    for (Index j = (Index)blockIdx.x * blockDim.x + threadIdx.x; j < (columns); j += (Index)gridDim.x * blockDim.x)

extern "C" __global__ void fill_entries(REAL* m, Index ldm, Index rows, Index columns, double value) {
    FOR_ROWS(i, rows) FOR_COLUMNS(j, columns) m[i * ldm + j] = (REAL)value;
}

extern "C" __global__ void copy_entries(
        const REAL* source, Index lds, REAL* target, Index ldt, Index rows, Index columns) {
    FOR_ROWS(i, rows) FOR_COLUMNS(j, columns) target[i * ldt + j] = source[i * lds + j];
}

// Row i of the target is the last row but i of the source, which has so many rows.
extern "C" __global__ void copy_rows_reversed(
        const REAL* source, Index lds, Index count, REAL* target, Index ldt, Index rows, Index columns) {
    FOR_ROWS(i, rows) FOR_COLUMNS(j, columns) target[i * ldt + j] = source[(count - 1 - i) * lds + j];
}

// y <- alpha x + beta y; beta = 0 overwrites, NaN included. x may be y.
extern "C" __global__ void add_entries(
        double alpha, const REAL* x, Index ldx, double beta, REAL* y, Index ldy, Index rows, Index columns) {
    FOR_ROWS(i, rows) FOR_COLUMNS(j, columns) {
        REAL sum = (REAL)alpha * x[i * ldx + j];
        y[i * ldy + j] = beta == 0 ? sum : sum + (REAL)beta * y[i * ldy + j];
    }
}

extern "C" __global__ void add_row(const REAL* row, REAL* m, Index ldm, Index rows, Index columns) {
    FOR_ROWS(i, rows) FOR_COLUMNS(j, columns) m[i * ldm + j] += row[j];
}

__device__ inline REAL logistic(REAL minus_u) {
    return (REAL)1 / ((REAL)1 + exp(minus_u));
}

// The numbers of the activations are those of ActivationCode.java. h may be u.
extern "C" __global__ void activate_entries(
        Index kind, double parameter, const REAL* u, Index ldu, REAL* h, Index ldh, REAL* d, Index ldd, Index rows,
        Index columns) {
    const REAL p = (REAL)parameter;
    FOR_ROWS(i, rows) FOR_COLUMNS(j, columns) {
        const REAL x = u[i * ldu + j];
        REAL value = x;
        REAL slope = (REAL)1;
        switch ((int)kind) {
            case 0: // identity
                break;
            case 1: // relu and leaky relu: slope p where u <= 0
                value = x > (REAL)0 ? x : p * x;
                slope = x > (REAL)0 ? (REAL)1 : p;
                break;
            case 2: // tanh
                value = tanh(x);
                slope = ((REAL)1 - value) * ((REAL)1 + value);
                break;
            case 3: { // erf(p u)
                const REAL y = p * x;
                value = erf(y);
                slope = p * (REAL)1.1283791670955126 * exp(-y * y);
                break;
            }
            case 4: // sigmoid
                value = logistic(-x);
                slope = value * logistic(x);
                break;
            case 5: // softplus
                value = (x > (REAL)0 ? x : (REAL)0) + log1p(exp(x > (REAL)0 ? -x : x));
                slope = logistic(-x);
                break;
            case 6: { // gelu
                const REAL cdf = (REAL)0.5 * erfc(x * (REAL)-0.7071067811865476);
                value = x * cdf;
                slope = cdf + x * (REAL)0.3989422804014327 * exp((REAL)-0.5 * x * x);
                break;
            }
            case 7: { // silu
                const REAL s = logistic(-x);
                value = x * s;
                slope = s * ((REAL)1 + x * logistic(x));
                break;
            }
        }
        h[i * ldh + j] = value;
        d[i * ldd + j] = slope;
    }
}

// out_ij <- a_ij b_(i mod repeat)j; out may be a.
extern "C" __global__ void multiply_entries(
        const REAL* a, Index lda, const REAL* b, Index ldb, Index repeat, REAL* out, Index ldo, Index rows,
        Index columns) {
    FOR_ROWS(i, rows) {
        const REAL* factor = b + (i % repeat) * ldb;
        FOR_COLUMNS(j, columns) out[i * ldo + j] = a[i * lda + j] * factor[j];
    }
}

// c_ij <- c_ij + a_ij (b_((i + down) mod brows, (j + right) mod bcolumns) + shift).
extern "C" __global__ void multiply_and_add(
        const REAL* a, Index lda, const REAL* b, Index ldb, Index brows, Index bcolumns, Index down, Index right,
        double shift, REAL* c, Index ldc, Index rows, Index columns) {
    const REAL s = (REAL)shift;
    const bool narrow = right + columns < 0xffffffffLL; // 32-bit remainders are several times faster
    FOR_ROWS(i, rows) {
        const REAL* factor = b + ((i + down) % brows) * ldb;
        FOR_COLUMNS(j, columns) {
            const Index k = narrow ? (Index)((unsigned)(j + right) % (unsigned)bcolumns) : (j + right) % bcolumns;
            c[i * ldc + j] += a[i * lda + j] * (factor[k] + s);
        }
    }
}

// Copies what lies below the diagonal above it, through a tile of shared memory so that both sides are read and written
// along rows. Blocks have 32 x 8 threads.
extern "C" __global__ void mirror_lower(REAL* c, Index ldc, Index n) {
    __shared__ REAL tile[32][33];
    const Index tiles = (n + 31) / 32;
    for (Index down = blockIdx.y; down < tiles; down += gridDim.y) {
        for (Index across = blockIdx.x; across <= down; across += gridDim.x) {
            for (int y = threadIdx.y; y < 32; y += blockDim.y) {
                const Index i = down * 32 + y;
                const Index j = across * 32 + threadIdx.x;
                if (i < n && j < n) {
                    tile[y][threadIdx.x] = c[i * ldc + j];
                }
            }
            __syncthreads();
            for (int y = threadIdx.y; y < 32; y += blockDim.y) {
                const Index i = across * 32 + y;
                const Index j = down * 32 + threadIdx.x;
                if (i < j && j < n) {
                    c[i * ldc + j] = tile[threadIdx.x][y];
                }
            }
            __syncthreads();
        }
    }
}

// partial (chunks x columns): sums of the rows of one chunk; chunk y of the grid has the rows from y * height on.
extern "C" __global__ void sum_columns_partly(
        const REAL* m, Index ldm, Index rows, Index columns, Index height, double* partial) {
    const Index from = blockIdx.y * height;
    const Index to = from + height < rows ? from + height : rows;
    FOR_COLUMNS(j, columns) {
        double sum = 0;
        for (Index i = from; i < to; i++) {
            sum += (double)m[i * ldm + j];
        }
        partial[blockIdx.y * columns + j] = sum;
    }
}

extern "C" __global__ void sum_columns_finally(const double* partial, Index chunks, Index columns, REAL* out) {
    FOR_COLUMNS(j, columns) {
        double sum = 0;
        for (Index i = 0; i < chunks; i++) {
            sum += partial[i * columns + j];
        }
        out[j] = (REAL)sum;
    }
}

// Adds the threads' sums as a tree; all THREADS threads must call it, the result is that of thread 0.
__device__ inline double block_sum(double own) {
    __shared__ double sums[THREADS];
    sums[threadIdx.x] = own;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
        __syncthreads();
    }
    const double total = sums[0];
    __syncthreads();
    return total;
}

__device__ inline double block_maximum(double own) {
    __shared__ double largest[THREADS];
    largest[threadIdx.x] = own;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half && largest[threadIdx.x + half] > largest[threadIdx.x]) {
            largest[threadIdx.x] = largest[threadIdx.x + half];
        }
        __syncthreads();
    }
    const double maximum = largest[0];
    __syncthreads();
    return maximum;
}

// partial[block] = its share of the sum of a_ij b_ij; pieces of `width` columns of one row go to the blocks in turn.
extern "C" __global__ void dot_partly(
        const REAL* a, Index lda, const REAL* b, Index ldb, Index rows, Index columns, Index width, double* partial) {
    const Index across = (columns + width - 1) / width;
    double sum = 0;
    for (Index piece = blockIdx.x; piece < rows * across; piece += gridDim.x) {
        const Index i = piece / across;
        const Index from = (piece % across) * width;
        const Index to = from + width < columns ? from + width : columns;
        for (Index j = from + threadIdx.x; j < to; j += THREADS) {
            sum += (double)a[i * lda + j] * (double)b[i * ldb + j];
        }
    }
    const double total = block_sum(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = total;
    }
}

// Does what multiply_and_add does; partial[block] = its share of the sum of squares of what is added. Pieces as in
// dot_partly.
extern "C" __global__ void multiply_and_add_squares(
        const REAL* a, Index lda, const REAL* b, Index ldb, Index brows, Index bcolumns, Index down, Index right,
        double shift, REAL* c, Index ldc, Index rows, Index columns, Index width, double* partial) {
    const REAL s = (REAL)shift;
    const bool narrow = right + columns < 0xffffffffLL;
    const Index across = (columns + width - 1) / width;
    double sum = 0;
    for (Index piece = blockIdx.x; piece < rows * across; piece += gridDim.x) {
        const Index i = piece / across;
        const Index from = (piece % across) * width;
        const Index to = from + width < columns ? from + width : columns;
        const REAL* factor = b + ((i + down) % brows) * ldb;
        for (Index j = from + threadIdx.x; j < to; j += THREADS) {
            const Index k = narrow ? (Index)((unsigned)(j + right) % (unsigned)bcolumns) : (j + right) % bcolumns;
            const REAL added = a[i * lda + j] * (factor[k] + s);
            c[i * ldc + j] += added;
            sum += (double)added * (double)added;
        }
    }
    const double total = block_sum(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = total;
    }
}

extern "C" __global__ void dot_rows(
        const REAL* a, Index lda, const REAL* b, Index ldb, Index rows, Index columns, double* out) {
    for (Index i = blockIdx.x; i < rows; i += gridDim.x) {
        double sum = 0;
        for (Index j = threadIdx.x; j < columns; j += THREADS) {
            sum += (double)a[i * lda + j] * (double)b[i * ldb + j];
        }
        const double total = block_sum(sum);
        if (threadIdx.x == 0) {
            out[i] = total;
        }
    }
}

// partial[block] = the largest |a_ij| with j <= i of its rows, or `infinity` if one of them is not finite.
extern "C" __global__ void maximum_of_lower(
        const REAL* a, Index lda, Index n, double infinity, double* partial) {
    double largest = 0;
    for (Index i = blockIdx.x; i < n; i += gridDim.x) {
        for (Index j = threadIdx.x; j <= i; j += THREADS) {
            double size = fabs((double)a[i * lda + j]);
            if (!(size < infinity)) {
                size = infinity;
            }
            largest = size > largest ? size : largest;
        }
    }
    const double maximum = block_maximum(largest);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = maximum;
    }
}
