package io.tidewatch.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The build runs the tests of the kernels several times, each time with narrower vectors: 512, 256, 128 bits where the
 * processor has them. This one shows that it did.
 */
class VectorWidthTest {
    private static final int WIDEST_BITS = 512;

    @Test
    void tilesAreNoWiderThanTheBuildAsksFor() {
        int asked = Integer.getInteger("tidewatch.vector.bits", WIDEST_BITS);

        assertThat(VectorTiles.LANES * Float.SIZE).isLessThanOrEqualTo(asked);
        assertThat(Kernel.VECTOR.description()).isEqualTo("Vector API, " + VectorTiles.LANES + " lanes");
    }
}
