package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Shards in this process, one after the other: what engines are held against, bit by bit. */
public final class LocalShards implements FisherShards {
    private final NeuralNetwork network;
    private final FisherRequest request;
    private final List<FisherShard> shards;
    private final List<Integer> sizes;

    private LocalShards(NeuralNetwork network, FisherRequest request, List<FisherShard> shards, List<Integer> sizes) {
        this.network = network;
        this.request = request;
        this.shards = List.copyOf(shards);
        this.sizes = List.copyOf(sizes);
    }

    /**
     * Divides samples into consecutive shards whose numbers of samples differ by one at most, and linearises all of them.
     *
     * @param backend stays open
     * @param partitions the number of shards; one for each sample where there are fewer
     */
    public static LocalShards of(
            NeuralNetwork network, Dataset data, FisherRequest request, Backend backend, int partitions) {
        List<FisherShard> shards = new ArrayList<>();
        List<Integer> sizes = sizes(data.samples(), partitions);
        int from = 0;
        for (int size : sizes) {
            FisherRequest own = part(request, from, from + size);
            Dataset part = data.range(from, from + size);
            shards.add(FisherShard.of(network, part, own, backend, from, data.samples()));
            from += size;
        }
        return new LocalShards(network, request, shards, sizes);
    }

    /** Returns the numbers of samples of consecutive shards: shard i ends before sample T (i + 1)/n, rounded down. */
    public static List<Integer> sizes(int samples, int partitions) {
        Args.requireInRange("partitions", partitions, 1, Integer.MAX_VALUE);
        int count = Math.min(samples, partitions);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) samples * (i + 1) / count - (long) samples * i / count))
                .boxed()
                .toList();
    }

    private static FisherRequest part(FisherRequest request, int from, int to) {
        return request instanceof FisherRequest.Empirical empirical
                ? new FisherRequest.Empirical(
                        empirical.likelihood(),
                        empirical.outputActivation(),
                        empirical.labels().range(from, to))
                : request;
    }

    @Override
    public NeuralNetwork network() {
        return network;
    }

    @Override
    public FisherRequest request() {
        return request;
    }

    @Override
    public List<Integer> sizes() {
        return sizes;
    }

    @Override
    public double[][] sum(ShardTask task, List<double[][]> own) {
        List<double[][]> answers = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            answers.add(shards.get(i).answer(task, own.isEmpty() ? new double[0][] : own.get(i)));
        }
        return OrderedSum.of(answers);
    }

    @Override
    public List<double[][]> each(ShardTask task) {
        return shards.stream().map(s -> s.answer(task, new double[0][])).toList();
    }

    @Override
    public double[][] sumOfPairs(ShardTask task) {
        List<double[][]> answers = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            for (int j = 0; j <= i; j++) {
                answers.add(shards.get(i).tiles(shards.get(j)));
            }
        }
        return OrderedSum.of(answers);
    }

    @Override
    public void close() {
        shards.forEach(FisherShard::close);
    }
}
