package io.github.fisherscope.core.fisher;

/** How a Fisher matrix is held, and which of its entries are kept. */
public enum FisherForm {
    /** All P² entries. */
    DENSE("dense", "the whole matrix, all entries"),
    /** Products only. */
    IMPLICIT("implicit", "the whole matrix, through products"),
    /** The factor G with F = GᵀG and the Gram matrix on its smaller side. */
    DUAL("dual", "the whole matrix, through its dual"),
    /** Blocks of one layer each; entries between layers are set to 0. */
    LAYERS("layers", "diagonal blocks of one layer each; entries between layers are left out"),
    /** Blocks of one unit's incoming weights and bias each. */
    UNITS("units", "diagonal blocks of one unit's weights and bias each; all other entries are left out"),
    /** The diagonal. */
    DIAGONAL("diagonal", "the diagonal; all other entries are left out"),
    /** One Kronecker product per layer (K-FAC). */
    KRONECKER("kronecker", "one Kronecker product per layer (K-FAC), an approximation of the layer blocks"),
    /** The Kronecker eigenbasis with exact second moments in it (EK-FAC). */
    EIGEN_KRONECKER("eigen-kronecker", "Kronecker eigenbasis with corrected eigenvalues (EK-FAC)"),
    /** Blocks of neighbouring layers. */
    BLOCK_TRIDIAGONAL("block-tridiagonal", "blocks of each layer and its neighbours; may be indefinite");

    private final String id;
    private final String meaning;

    FisherForm(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    /** Returns the name used on the command line and in results. */
    public String id() {
        return id;
    }

    /** Returns in words which entries are kept. */
    public String meaning() {
        return meaning;
    }
}
