package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.NetworkTrainer;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Trains networks of all families with Deeplearning4j: Adam on batches of {@link MaskedBatch}, each family with its own
 * {@link Trainee}. One thread, so that a seed gives the same bits.
 *
 * <p>Call it from one long-lived thread: glibc keeps about 100 MB for each thread that ever trained, until it has as
 * many
 * arenas as {@code MALLOC_ARENA_MAX} allows (the launcher sets it).
 */
public final class Dl4jTrainer implements NetworkTrainer {
    /** Gradient steps of a training from scratch: enough for a small set, and more for a larger one. */
    private static final int FEWEST_GRADIENT_STEPS = 900;

    static final int MOST_GRADIENT_STEPS = 3_000;

    /** A training that goes on from a model takes this share of the steps. */
    private static final double SHARE_WHEN_GOING_ON = 0.4;

    /** The learning rate falls to this share of its start, along half a cosine. */
    private static final double LAST_RATE_SHARE = 0.05;

    private static final int RATE_CHANGES = 40;

    @Override
    public TrainedNetwork train(
            ModelSpec spec, TrainingWindows windows, @Nullable TrainedNetwork start, DoubleConsumer progress) {
        if (windows.size() == 0) {
            throw new IllegalArgumentException("no windows to learn from");
        }
        try {
            return trainOnThisThread(spec, windows, start, progress);
        } finally {
            // About 20 MB off-heap at 32 × 8, which would stay until the thread ends. One by one: the method for all of
            // them asks for a full collection, which stops the threads that score for some 80 ms.
            List.copyOf(Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread())
                    .forEach(workspace -> Nd4j.getWorkspaceManager().destroyWorkspace(workspace));
        }
    }

    private static TrainedNetwork trainOnThisThread(
            ModelSpec spec, TrainingWindows windows, @Nullable TrainedNetwork start, DoubleConsumer progress) {
        // Nd4j.getEnvironment().setMaxThreads(1) changes nothing: BLAS and the engine's own loops each have their own.
        Nd4j.factory().blas().setMaxThreads(1);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
        // Where memory outside the heap runs short, the library still asks for a full collection (maxphysicalbytes).
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        InputLayout layout = windows.layout();
        Trainee before = start != null && start.network().layout().equals(layout)
                ? Trainees.read(layout, start.dl4jZip())
                : null;
        boolean goOn = before != null && before.kind() == spec.kind();
        Trainee net = goOn && before != null ? before : Trainees.create(spec, layout);
        int batch = Math.min(spec.batch(), windows.size());
        int batchesPerEpoch = windows.size() / batch;
        int gradientSteps = gradientSteps(spec, windows.size(), batchesPerEpoch, goOn);
        double loss = fit(net, spec, windows, batch, gradientSteps, progress);
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException("training diverged: loss " + loss + " after " + gradientSteps
                    + " steps; lower model.learning-rate (" + spec.learningRate() + ")");
        }
        TrainedNetwork trained = net.complete(new TrainedNetwork(net.network(), net.zip(), loss), windows)
                .withProbe(ProbeAnswers.of(new Dl4jScorer(layout, net)));
        net.close();
        return trained;
    }

    private static int gradientSteps(ModelSpec spec, int windows, int batchesPerEpoch, boolean goOn) {
        if (spec.epochs() > 0) {
            return spec.epochs() * batchesPerEpoch;
        }
        int steps = Math.min(MOST_GRADIENT_STEPS, FEWEST_GRADIENT_STEPS + windows / 4);
        return goOn ? (int) (SHARE_WHEN_GOING_ON * steps) : steps;
    }

    /** Returns the mean loss of the last tenth of the steps. */
    private static double fit(
            Trainee net,
            ModelSpec spec,
            TrainingWindows windows,
            int batch,
            int gradientSteps,
            DoubleConsumer progress) {
        Random random = new Random(spec.seed());
        InputLayout layout = windows.layout();
        MaskedBatch masked = new MaskedBatch(layout, batch);
        List<Integer> order = new ArrayList<>();
        int next = 0;
        double lossSum = 0;
        int losses = 0;
        int changeEvery = Math.max(1, gradientSteps / RATE_CHANGES);
        for (int step = 0; step < gradientSteps; step++) {
            if (step % changeEvery == 0) {
                double cosine = 0.5 * (1 + Math.cos(Math.PI * step / gradientSteps));
                net.setLearningRate(spec.learningRate() * (LAST_RATE_SHARE + (1 - LAST_RATE_SHARE) * cosine));
                progress.accept(step / (double) gradientSteps);
            }
            for (int row = 0; row < batch; row++) {
                if (next == order.size()) {
                    order = shuffled(windows.size(), random);
                    next = 0;
                }
                masked.fill(row, windows, order.get(next++), random);
            }
            net.learn(masked, step / (double) gradientSteps, random);
            if (step >= gradientSteps * 0.9) {
                lossSum += net.loss();
                losses++;
            }
        }
        progress.accept(1);
        return losses == 0 ? net.loss() : lossSum / losses;
    }

    private static List<Integer> shuffled(int size, Random random) {
        List<Integer> order = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        java.util.Collections.shuffle(order, random);
        return order;
    }
}
