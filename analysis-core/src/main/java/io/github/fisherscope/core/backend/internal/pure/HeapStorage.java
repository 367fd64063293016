package io.github.fisherscope.core.backend.internal.pure;

import io.github.fisherscope.core.backend.internal.shared.Storage;

/**
 * Numbers in Java arrays. One array holds at most 2³¹ entries, so long runs are spread over pages of 2^pageBits
 * entries; a run that crosses pages is moved piece by piece.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
abstract class HeapStorage<A> extends Storage {
    private final int pageBits;
    private A[] pages;

    private HeapStorage(int pageBits, A[] pages) {
        this.pageBits = pageBits;
        this.pages = pages;
    }

    static HeapStorage<double[]> ofDoubles(long entries, int pageBits) {
        double[][] pages = new double[pageCount(entries, pageBits)][];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = new double[pageLength(entries, pageBits, i)];
        }
        return new Doubles(pageBits, pages);
    }

    static HeapStorage<float[]> ofFloats(long entries, int pageBits) {
        float[][] pages = new float[pageCount(entries, pageBits)][];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = new float[pageLength(entries, pageBits, i)];
        }
        return new Floats(pageBits, pages);
    }

    static int pageCount(long entries, int pageBits) {
        return Math.toIntExact((entries + (1L << pageBits) - 1) >> pageBits);
    }

    static int pageLength(long entries, int pageBits, int page) {
        return (int) Math.min(1L << pageBits, entries - ((long) page << pageBits));
    }

    @Override
    public final void get(long index, double[] target, int offset, int count) {
        long at = index;
        int to = offset;
        int left = count;
        while (left > 0) {
            int start = (int) (at & ((1L << pageBits) - 1));
            int piece = (int) Math.min(left, (1L << pageBits) - start);
            load(pages[(int) (at >> pageBits)], start, target, to, piece);
            at += piece;
            to += piece;
            left -= piece;
        }
    }

    @Override
    public final void get(long index, float[] target, int offset, int count) {
        long at = index;
        int to = offset;
        int left = count;
        while (left > 0) {
            int start = (int) (at & ((1L << pageBits) - 1));
            int piece = (int) Math.min(left, (1L << pageBits) - start);
            load(pages[(int) (at >> pageBits)], start, target, to, piece);
            at += piece;
            to += piece;
            left -= piece;
        }
    }

    @Override
    public final void put(long index, double[] source, int offset, int count) {
        long at = index;
        int from = offset;
        int left = count;
        while (left > 0) {
            int start = (int) (at & ((1L << pageBits) - 1));
            int piece = (int) Math.min(left, (1L << pageBits) - start);
            store(source, from, pages[(int) (at >> pageBits)], start, piece);
            at += piece;
            from += piece;
            left -= piece;
        }
    }

    @Override
    public final void put(long index, float[] source, int offset, int count) {
        long at = index;
        int from = offset;
        int left = count;
        while (left > 0) {
            int start = (int) (at & ((1L << pageBits) - 1));
            int piece = (int) Math.min(left, (1L << pageBits) - start);
            store(source, from, pages[(int) (at >> pageBits)], start, piece);
            at += piece;
            from += piece;
            left -= piece;
        }
    }

    abstract void load(A page, int start, double[] target, int to, int count);

    abstract void load(A page, int start, float[] target, int to, int count);

    abstract void store(double[] source, int from, A page, int start, int count);

    abstract void store(float[] source, int from, A page, int start, int count);

    abstract A[] none();

    @Override
    protected final void release() {
        pages = none();
    }

    private static final class Doubles extends HeapStorage<double[]> {
        Doubles(int pageBits, double[][] pages) {
            super(pageBits, pages);
        }

        @Override
        void load(double[] page, int start, double[] target, int to, int count) {
            System.arraycopy(page, start, target, to, count);
        }

        @Override
        void load(double[] page, int start, float[] target, int to, int count) {
            for (int k = 0; k < count; k++) {
                target[to + k] = (float) page[start + k];
            }
        }

        @Override
        void store(double[] source, int from, double[] page, int start, int count) {
            System.arraycopy(source, from, page, start, count);
        }

        @Override
        void store(float[] source, int from, double[] page, int start, int count) {
            for (int k = 0; k < count; k++) {
                page[start + k] = source[from + k];
            }
        }

        @Override
        public boolean single() {
            return false;
        }

        @Override
        double[][] none() {
            return new double[0][];
        }
    }

    private static final class Floats extends HeapStorage<float[]> {
        Floats(int pageBits, float[][] pages) {
            super(pageBits, pages);
        }

        @Override
        void load(float[] page, int start, double[] target, int to, int count) {
            for (int k = 0; k < count; k++) {
                target[to + k] = page[start + k];
            }
        }

        @Override
        void load(float[] page, int start, float[] target, int to, int count) {
            System.arraycopy(page, start, target, to, count);
        }

        @Override
        void store(double[] source, int from, float[] page, int start, int count) {
            for (int k = 0; k < count; k++) {
                page[start + k] = (float) source[from + k];
            }
        }

        @Override
        void store(float[] source, int from, float[] page, int start, int count) {
            System.arraycopy(source, from, page, start, count);
        }

        @Override
        public boolean single() {
            return true;
        }

        @Override
        float[][] none() {
            return new float[0][];
        }
    }
}
