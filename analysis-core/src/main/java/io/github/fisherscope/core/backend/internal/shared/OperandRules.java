package io.github.fisherscope.core.backend.internal.shared;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.internal.shared.CpuEngine.Operand;
import io.github.fisherscope.core.check.Args;
import java.util.Objects;

/** The rules for matrices that are given to a backend: whose they are, their shapes, and which may share memory. */
record OperandRules(CpuBackend backend, CpuEngine engine, EntryKernels kernels) {

    static void requireProduct(Operand left, Operand right, StridedMatrix out) {
        Args.requireSame("the number of rows of op(b)", right.rows(), left.columns(), "op(a) has so many columns");
        Args.requireSame("the number of rows of c", out.rows(), left.rows(), "op(a) has so many rows");
        Args.requireSame("the number of columns of c", out.columns(), right.columns(), "op(b) has so many columns");
    }

    StridedMatrix requireInterleaved(String name, Matrix m, int count) {
        StridedMatrix found = own(name, m);
        Args.requireInRange("count", count, 1, Integer.MAX_VALUE);
        Args.require(
                found.rows() % count == 0,
                "count is %d; it must divide the %d rows of %s, which holds so many matrices of equal size",
                count,
                found.rows(),
                name);
        engine.requireAddressable(found.rows() / count, found.stride() * count);
        return found;
    }

    void requireTile(Matrix a, Matrix b, long rowShift, long columnShift, Matrix c) {
        StridedMatrix left = own("a", a);
        StridedMatrix right = own("b", b);
        StridedMatrix to = own("c", c);
        requireSameShape("c", to, "a", left);
        Args.requireInRange("rowShift", rowShift, 0, Long.MAX_VALUE >> 1);
        Args.requireInRange("columnShift", columnShift, 0, Long.MAX_VALUE >> 1);
        Args.require(left.isEmpty() || !right.isEmpty(), "b is %s; it must have entries to repeat", right);
        requireApart("c", to, "a", left);
        requireApart("c", to, "b", right);
    }

    StridedMatrix requireSolvable(Matrix a) {
        StridedMatrix m = own("a", a);
        Args.requireSame("the number of columns of a", m.columns(), m.rows(), "a symmetric matrix is square");
        Args.require(
                kernels.lowerTriangleFinite(m),
                "a holds NaN or infinity in its lower triangle; eigenvalues exist for finite matrices only");
        return m;
    }

    StridedMatrix own(String name, Matrix m) {
        Objects.requireNonNull(m, name);
        if (m instanceof StridedMatrix own && own.ownedBy(backend)) {
            own.storage().requireOpen();
            return own;
        }
        throw new IllegalArgumentException(
                "%s belongs to another backend; allocate it with this one, or read it there and write it here"
                        .formatted(name));
    }

    static void requireSameShape(String name, StridedMatrix m, String otherName, StridedMatrix other) {
        Args.require(m.sameShape(other), "%s is %s but %s is %s; their shapes must agree", name, m, otherName, other);
    }

    static void requireApart(String name, StridedMatrix m, String otherName, StridedMatrix other) {
        Args.require(!m.overlaps(other), "%s shares memory with %s; pass a matrix of its own", name, otherName);
    }

    static void requireSameOrApart(String name, StridedMatrix m, String otherName, StridedMatrix other) {
        Args.require(
                m.sameEntries(other) || !m.overlaps(other),
                "%s overlaps %s in part; pass the same entries or a matrix of its own",
                name,
                otherName);
    }
}
