package io.tidewatch.scoring;

import io.tidewatch.model.DenseLayer;

/** The ways to compile a layer. */
enum Kernel {
    /** Loops that the JIT compiler vectorises. */
    PLAIN {
        @Override
        CompiledLayer compile(DenseLayer layer) {
            return new PlainLayer(layer);
        }

        @Override
        String description() {
            return "plain Java";
        }
    },
    /** The Vector API; needs {@code --add-modules jdk.incubator.vector}. */
    VECTOR {
        @Override
        CompiledLayer compile(DenseLayer layer) {
            return new VectorLayer(layer);
        }

        @Override
        String description() {
            return "Vector API, " + VectorLayer.LANES + " lanes";
        }
    };

    abstract CompiledLayer compile(DenseLayer layer);

    abstract String description();

    /**
     * The fastest that this process can run. Four lanes are worth it on ARM only: an x86 processor with so few has no
     * fused multiply-add, which the Vector API then emulates at a crawl.
     */
    static Kernel best() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return PLAIN;
        }
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        return VectorLayer.LANES >= (arm ? 4 : 8) ? VECTOR : PLAIN;
    }
}
