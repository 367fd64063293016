package io.github.fisherscope.results.sweep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * One network of a sweep.
 *
 * @param family what it is drawn from
 * @param seed the number the user counts networks with
 */
public record SweepPoint(SweepFamily family, long seed) {
    public SweepPoint {
        Objects.requireNonNull(family, "family");
    }

    /**
     * Returns the seed of the network and its inputs. It is derived from the family too, so that networks of equal seed
     * and different width share no random numbers and their errors are independent. {@code fisher spectrum --seed} with
     * this number measures the same network.
     */
    public long networkSeed() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((family.key() + " seed=" + seed).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
