package io.github.fisherscope.reports.study;

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

    /** Returns a listener that ignores everything. */
    static StudyListener silent() {
        return (stage, done, total) -> {};
    }
}
