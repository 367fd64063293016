package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * A block-diagonal matrix of smaller Fisher matrices: layer blocks, unit blocks, or one Kronecker product per layer. Every
 * operation is done block by block and costs the sum over blocks.
 */
final class BlockDiagonalForm implements SpectralFisherMatrix {
    private final FisherForm form;
    private final List<Block> blocks;
    private final Runnable closing;

    /**
     * @param closing gives back what all blocks share
     */
    BlockDiagonalForm(FisherForm form, List<Block> blocks, Runnable closing) {
        this.form = form;
        this.blocks = List.copyOf(blocks);
        this.closing = closing;
    }

    /** A block and where its parameters stand. */
    record Block(ParameterSet parameters, SpectralFisherMatrix matrix) {}

    @Override
    public FisherForm form() {
        return form;
    }

    /** {@inheritDoc} One per layer, or one per unit, layer by layer. They are closed with this form. */
    @Override
    public List<SpectralFisherMatrix> blocks() {
        return blocks.stream().map(Block::matrix).toList();
    }

    /** Returns the price of one {@link FactoredForm} for each layer. */
    static FisherPrice priceOfLayers(ProblemSize size) {
        double n = (double) size.rows();
        double flops = FormPrices.sum(size, layer -> {
            double width = layer.outputs();
            return n * n * width + FormPrices.eigenvalues(Math.min(n, width * layer.extendedInputs()));
        });
        return priceOf(size, flops, FormPrices.keptNumbers(size) + 2 * n * n);
    }

    /** Returns the price of one {@link FactoredForm} for each unit. */
    static FisherPrice priceOfUnits(ProblemSize size) {
        double samples = (double) size.samples();
        double flops = FormPrices.sum(
                size,
                layer -> layer.outputs()
                        * (samples * samples + FormPrices.eigenvalues(Math.min(samples, layer.extendedInputs()))));
        return priceOf(size, flops, FormPrices.keptNumbers(size) + (double) size.parameters());
    }

    private static FisherPrice priceOf(ProblemSize size, double eigenvalues, double numbers) {
        double product = 4.0 * (double) size.rows() * (double) size.parameters();
        return new FisherPrice(0, product, eigenvalues, Double.BYTES * numbers);
    }

    @Override
    public long certainZeros() {
        return blocks.stream().mapToLong(b -> b.matrix().certainZeros()).sum();
    }

    @Override
    public int dimension() {
        return blocks.stream().mapToInt(b -> b.parameters().size()).sum();
    }

    /** Applies a map to every block and its part of b. */
    double[] blockwise(double[] b, BiFunction<SpectralFisherMatrix, double[], double[]> map) {
        double[] result = new double[b.length];
        for (Block block : blocks) {
            block.parameters()
                    .scatter(map.apply(block.matrix(), block.parameters().gather(b)), result);
        }
        return result;
    }

    private double sum(ToDoubleFunction<SpectralFisherMatrix> value) {
        return blocks.stream().mapToDouble(b -> value.applyAsDouble(b.matrix())).sum();
    }

    @Override
    public void apply(double[] x, double[] y) {
        double[] result = blockwise(x, (matrix, part) -> {
            double[] product = new double[part.length];
            matrix.apply(part, product);
            return product;
        });
        System.arraycopy(result, 0, y, 0, y.length);
    }

    @Override
    public double quadraticForm(double[] v) {
        double sum = 0;
        for (Block block : blocks) {
            sum += block.matrix().quadraticForm(block.parameters().gather(v));
        }
        return sum;
    }

    @Override
    public double trace() {
        return sum(FisherMatrix::trace);
    }

    @Override
    public double squaredNorm() {
        return sum(FisherMatrix::squaredNorm);
    }

    @Override
    public double[] diagonal() {
        return blockwise(new double[dimension()], (matrix, part) -> matrix.diagonal());
    }

    @Override
    public RealVector eigenvalues() {
        List<RealVector> parts = new ArrayList<>();
        for (Block block : blocks) {
            parts.add(block.matrix().eigenvalues());
        }
        return Descending.of(parts.stream().flatMapToDouble(RealVector::stream).toArray());
    }

    @Override
    public double[] applyFunction(DoubleUnaryOperator f, double[] b) {
        return blockwise(b, (matrix, part) -> matrix.applyFunction(f, part));
    }

    @Override
    public double[] solve(double[] b, double damping) {
        return blockwise(b, (matrix, part) -> matrix.solve(part, damping));
    }

    @Override
    public double logDeterminant(double damping) {
        return sum(matrix -> matrix.logDeterminant(damping));
    }

    @Override
    public void close() {
        blocks.forEach(b -> b.matrix().close());
        closing.run();
    }
}
