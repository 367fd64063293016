package io.github.fisherscope.results.spectrum;

/** The statistics that every study compares, with the key, label and sentence they carry in results. */
public enum Statistic {
    MEAN(
            "mean",
            "mean m_λ",
            "tr F / P, the average over all P eigenvalues, zeros included",
            "tr G / n, the average over all n eigenvalues, zeros included",
            "tr H / P, the average over all P eigenvalues, zeros included"),
    SECOND_MOMENT(
            "secondMoment",
            "second moment s_λ",
            "tr F² / P over all P eigenvalues",
            "tr G² / n over all n eigenvalues",
            "tr H² / P over all P eigenvalues"),
    TOP_MEAN(
            "topMean", "mean of top C eigenvalues", "mean of the C largest eigenvalues, C being the number of outputs"),
    MAX("max", "largest eigenvalue λ_max", "the largest eigenvalue"),
    BULK(
            "bulk",
            "bulk",
            "mean of the eigenvalues below the C largest, without the zeros that the shape of F has",
            "mean of the eigenvalues below the C largest, without the zeros that the shape of G has",
            "mean of the eigenvalues below the C largest, without the zeros that the shape of F has"),
    LEARNING_RATE_BOUND(
            "learningRateBound",
            "learning-rate bound",
            "2/λ_max: gradient descent is stable below it where F is the Hessian of the loss",
            "2/λ_max: gradient descent is stable below it where F is the Hessian of the loss",
            "2/λ_max: gradient descent shrinks every direction of positive curvature below it while H stays as it is"),
    FISHER_RAO_NORM("fisherRaoNorm", "Fisher-Rao norm θᵀFθ", "squared length of the parameters, measured by F"),
    EFFECTIVE_DIMENSION(
            "effectiveDimension",
            "effective dimension",
            "log det(1 + κF)/log κ: eigenvalues that 10⁴ samples would resolve"),
    LOG_VOLUME("logVolume", "log-volume Σ log(1+cλ)", "log det(1 + cF), in nats");

    private final String key;
    private final String label;
    private final String explanation;
    private final String forMetric;
    private final String forHessian;

    Statistic(String key, String label, String explanation) {
        this(key, label, explanation, explanation, explanation);
    }

    Statistic(String key, String label, String explanation, String forMetric, String forHessian) {
        this.key = key;
        this.label = label;
        this.explanation = explanation;
        this.forMetric = forMetric;
        this.forHessian = forHessian;
    }

    /** Returns the name in {@code result.json}. */
    public String key() {
        return key;
    }

    public String label() {
        return label;
    }

    public String explanation() {
        return explanation;
    }

    /** Returns the sentence for a metric G of n inputs or features, whose eigenvalues are not those of parameters. */
    public String explanationForMetric() {
        return forMetric;
    }

    /** Returns the sentence for the Hessian H of a loss, which bounds learning rates by itself and may have negative eigenvalues. */
    public String explanationForHessian() {
        return forHessian;
    }
}
