package io.github.fisherscope.core.engine;

import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.ShardTask;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shards whose answers are kept in a file as they come. A run that was cut off, by whatever, and begins again with the same
 * file gets the answers it had from there, one after the other, and asks the shards for the rest only. Whoever asks is
 * deterministic, so that it comes to the same numbers, bit by bit, as a run that was never cut off.
 *
 * <p>An answer is taken from the file only if it belongs to the same question, told by a digest of every number of it. The file
 * grows by what a Krylov basis takes: the images of all vectors that were multiplied.
 */
public final class JournaledShards implements FisherShards {
    private final FisherShards shards;
    private final AnswerJournal journal;

    private JournaledShards(FisherShards shards, AnswerJournal journal) {
        this.shards = shards;
        this.journal = journal;
    }

    /**
     * Opens the file, or begins it; what was being written when a run was cut off is dropped.
     *
     * @param shards closed with this
     * @param samples where the samples come from, in words that another run of the same study has too
     * @throws io.github.fisherscope.core.io.InputFileException if the file is of other shards
     */
    public static JournaledShards of(FisherShards shards, String samples, Path file) {
        QuestionDigest owner = new QuestionDigest();
        owner.add(samples);
        owner.add(String.valueOf(shards.request().meaning()));
        owner.add(shards.request().likelihood().toString());
        owner.add(shards.request().outputActivation().id());
        owner.add(shards.network().toString());
        shards.network().layers().forEach(layer -> {
            owner.add(layer.weights());
            if (layer.bias() != null) {
                owner.add(layer.bias());
            }
        });
        shards.sizes().forEach(size -> owner.add(size));
        return new JournaledShards(shards, AnswerJournal.open(file, owner.value()));
    }

    /** Returns how many answers have come from the file. */
    public int replayed() {
        return journal.replayed();
    }

    @Override
    public NeuralNetwork network() {
        return shards.network();
    }

    @Override
    public FisherRequest request() {
        return shards.request();
    }

    @Override
    public List<Integer> sizes() {
        return shards.sizes();
    }

    @Override
    public double[][] sum(ShardTask task, List<double[][]> own) {
        return answer("sum", task, own, () -> List.<double[][]>of(shards.sum(task, own)))
                .get(0);
    }

    @Override
    public List<double[][]> each(ShardTask task) {
        return answer("each", task, List.of(), () -> shards.each(task));
    }

    @Override
    public double[][] sumOfPairs(ShardTask task) {
        return answer("pairs", task, List.of(), () -> List.<double[][]>of(shards.sumOfPairs(task)))
                .get(0);
    }

    private synchronized List<double[][]> answer(
            String what, ShardTask task, List<double[][]> own, Supplier<List<double[][]>> shardsAnswer) {
        QuestionDigest question = new QuestionDigest();
        question.add(what);
        question.add(task.kind().name());
        question.add(task.firstLayer());
        question.add(task.lastLayer());
        question.add(task.vectors());
        own.forEach(question::add);
        byte[] digest = question.value();
        return journal.next(digest).orElseGet(() -> {
            List<double[][]> made = shardsAnswer.get();
            journal.append(digest, made);
            return made;
        });
    }

    @Override
    public void close() {
        journal.close();
        shards.close();
    }
}
