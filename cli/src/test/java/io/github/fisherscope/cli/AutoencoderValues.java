package io.github.fisherscope.cli;

/** The rows of {@link InvalidValuesTest} on commands of autoencoders. */
final class AutoencoderValues {
    static final String REFUSED = """
            vae train | --hidden           | 0 -1 x 1,,2 1.5                                 |
            vae train | --latents          | 0 -1 x 99999                                    |
            vae train | --emission         | cauchy <empty>                                  |
            vae train | --variance         | 0 -1 x NaN                                      | --emission gaussian
            vae train | --optimizer        | natural nonsense <empty>                        |
            vae train | --learning-rate    | 0 -1 x NaN Infinity                             |
            vae train | --steps            | 0 -1 x 99999999                                 |
            vae train | --epochs           | 0 -1 x 99999999                                 |
            vae train | --batch            | 0 -1 x                                          |
            vae train | --warm-up          | -1 x 99999999                                   |
            vae train | --held-out         | 1 -0.1 x NaN 0.001                              |
            vae train | --record           | 0 -1 x                                          |
            vae train | --checkpoint       | @/file                                          |
            vae train | --save             | @/x.txt @/nowhere/x.npz @                       |
            vae infer | --model            | @/missing.npz @ @/data.npy @/cut.npz @/net.npz  |
            vae infer | --noise            | -1 2 x NaN 1,,2 <empty>                         |
            vae infer | --steps            | 0 1 x                                           |
            vae infer | --concepts         | 0 -1 x 1000                                     |
            vae infer | --within           | 0 -1 x 1000                                     |
            """;

    private AutoencoderValues() {}
}
