package io.tidewatch.model;

/** What a layer does to its sums. */
public enum Activation {
    IDENTITY,
    TANH,
    RELU,
    SIGMOID;

    double of(double sum) {
        return switch (this) {
            case IDENTITY -> sum;
            case TANH -> Math.tanh(sum);
            case RELU -> Math.max(0, sum);
            case SIGMOID -> 1 / (1 + Math.exp(-sum));
        };
    }
}
