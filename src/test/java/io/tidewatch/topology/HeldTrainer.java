package io.tidewatch.topology;

import io.tidewatch.learning.TrainingSample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Notes what it shall train, and does it when the test says so. */
final class HeldTrainer implements Trainer {
    final List<TrainingRequest> requests = new ArrayList<>();
    private List<TrainingSample> windows = List.of();
    private Consumer<TrainingOutcome> done = outcome -> {};
    int cancelled;

    @Override
    public void train(TrainingRequest request, Consumer<TrainingOutcome> done) {
        requests.add(request);
        windows = request.windows().get().samples();
        this.done = done;
    }

    @Override
    public void cancel() {
        cancelled++;
    }

    void end() {
        done.accept(new TrainingOutcome.Failed("as the test wants"));
    }

    /** The windows of the last request. */
    List<TrainingSample> windows() {
        return windows;
    }
}
