package io.github.fisherscope.backend.spark.internal;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.fisher.FisherShard;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one executor process keeps: a backend with one thread, since the tasks of an executor are its threads, the networks it
 * was told of, and its linearised shards. Shards that nobody uses go, the one not used for longest first, when the bytes of
 * all would pass the limit. A shard that is gone is made again when it is asked for.
 */
public final class ShardCache {
    private static final ShardCache OF_THIS_PROCESS = new ShardCache();

    private final Map<String, Backend> backends = new HashMap<>();
    private final Map<String, NeuralNetwork> networks = new HashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private ShardCache() {}

    public static ShardCache ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** A shard, those who use it, and its size. */
    private static final class Entry {
        private final String matrix;
        private final long bytes;
        private @Nullable FisherShard shard;
        private int users;

        Entry(String matrix, long bytes) {
            this.matrix = matrix;
            this.bytes = bytes;
        }

        synchronized FisherShard shard(ShardPlan plan, SampleShard of, NeuralNetwork network, Backend backend) {
            FisherShard made = shard;
            if (made == null) {
                made = FisherShard.of(
                        network,
                        of.load(),
                        plan.request().request(of.labels().labels()),
                        backend,
                        of.first(),
                        plan.total());
                shard = made;
            }
            return made;
        }

        synchronized void close() {
            if (shard != null) {
                shard.close();
                shard = null;
            }
        }
    }

    /**
     * Uses a shard, which is made first if it is not there.
     *
     * @throws ShardFailure if it cannot be read or does not fit
     */
    public <R> R with(ShardPlan plan, SampleShard of, Function<FisherShard, R> use) {
        Entry entry = null;
        try {
            Backend backend = backend(plan);
            NeuralNetwork network = network(plan);
            entry = take(plan, of, FisherShard.bytes(network, of.samples(), backend));
            return use.apply(entry.shard(plan, of, network, backend));
        } catch (OutOfMemoryError e) {
            forget(plan.key());
            throw new ShardFailure(
                    of.words() + ": out of memory on the executor; use more partitions, or executors with more memory");
        } catch (ShardFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ShardFailure(of.words() + ": " + Objects.requireNonNullElse(e.getMessage(), e.toString()));
        } finally {
            if (entry != null) {
                give(entry);
            }
        }
    }

    private synchronized Backend backend(ShardPlan plan) {
        return backends.computeIfAbsent(
                plan.backend() + " " + plan.precision(),
                name -> Backends.onClassPath().open(plan.backend(), new BackendConfig(plan.precision(), 1)));
    }

    private synchronized NeuralNetwork network(ShardPlan plan) {
        return networks.computeIfAbsent(plan.key(), key -> plan.network().network());
    }

    private synchronized Entry take(ShardPlan plan, SampleShard of, long size) {
        String key = plan.key() + " " + of.first();
        Entry entry = entries.get(key);
        if (entry == null) {
            makeRoom(plan.cacheBytes() - size);
            entry = new Entry(plan.key(), size);
            entries.put(key, entry);
            bytes += size;
        }
        entry.users++;
        return entry;
    }

    private synchronized void give(Entry entry) {
        entry.users--;
        if (entry.users == 0 && !entries.containsValue(entry)) {
            entry.close();
        }
    }

    private void makeRoom(long most) {
        for (Map.Entry<String, Entry> next : new ArrayList<>(entries.entrySet())) {
            if (bytes <= most) {
                return;
            }
            if (next.getValue().users == 0) {
                remove(next.getKey());
            }
        }
    }

    private void remove(String key) {
        Entry entry = Objects.requireNonNull(entries.remove(key));
        bytes -= entry.bytes;
        if (entry.users == 0) {
            entry.close();
        }
    }

    /** Forgets the shards and the network of a matrix; those in use go when their users are done. */
    public synchronized void forget(String matrix) {
        List<String> own = entries.entrySet().stream()
                .filter(e -> e.getValue().matrix.equals(matrix))
                .map(Map.Entry::getKey)
                .toList();
        own.forEach(this::remove);
        networks.remove(matrix);
    }

    /** Returns the number of shards that are kept. */
    public synchronized int size() {
        return entries.size();
    }
}
