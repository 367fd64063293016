package io.github.fisherscope.studies.spectrum;

/** Told what a running study does; called on the thread that runs it, often and cheaply. */
@FunctionalInterface
public interface StudyListener {
    /**
     * Called when a stage of work begins.
     *
     * @param stage what is being done, in a few words
     * @param done networks finished
     * @param total networks in the study
     */
    void onStage(String stage, int done, int total);

    /**
     * Called a few times a second while matrices are multiplied, from any thread.
     *
     * @param flops operations done so far, in all networks
     * @param planned operations that the study is expected to take; iterative methods may end sooner or later
     */
    default void onWork(double flops, double planned) {}

    /**
     * Called, from any thread, before a network's inputs are put on the Java heap, when nothing needs those of the previous
     * network any more. A program that keeps its heap to a plan can collect them here.
     *
     * @param bytes what the inputs take
     */
    default void beforeInputs(long bytes) {}

    /** Returns a listener that ignores everything. */
    static StudyListener silent() {
        return (stage, done, total) -> {};
    }
}
