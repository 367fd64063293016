package io.github.fisherscope.bench;

/** Told what a running benchmark measures; called cheaply, by whichever thread works. */
@FunctionalInterface
public interface BenchListener {
    /**
     * Called before each run of a stage.
     *
     * @param stage what is measured, in a few words
     */
    void onStage(String stage);

    /**
     * Called a few times a second while matrices are multiplied.
     *
     * @param flops operations done since the run began
     * @param planned operations of the run, NaN where that is not known before
     */
    default void onWork(double flops, double planned) {}
}
