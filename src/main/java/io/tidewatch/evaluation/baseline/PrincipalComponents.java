package io.tidewatch.evaluation.baseline;

import java.util.Random;

/**
 * The directions in which vectors vary most, found by subspace iteration on their covariance (Golub and Van Loan, Matrix
 * Computations, section 8.2); so many as hold a share of the variance. Immutable.
 */
final class PrincipalComponents {
    private static final int ITERATIONS = 30;

    /** Each of length d, orthonormal, the strongest first. */
    private final double[][] directions;

    private PrincipalComponents(double[][] directions) {
        this.directions = directions;
    }

    /**
     * @param vectors of mean zero, each of length d
     * @param share of the variance to hold, 0..1
     * @param most components at most
     */
    static PrincipalComponents of(double[][] vectors, double share, int most, long seed) {
        double[][] covariance = covariance(vectors);
        int size = covariance.length;
        int count = Math.min(most, size);
        Random random = new Random(seed);
        double[][] basis = new double[count][];
        for (int k = 0; k < count; k++) {
            basis[k] = random.doubles(size, -1, 1).toArray();
        }
        orthonormalise(basis);
        for (int i = 0; i < ITERATIONS; i++) {
            for (int k = 0; k < count; k++) {
                basis[k] = product(covariance, basis[k]);
            }
            orthonormalise(basis);
        }
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += covariance[i][i];
        }
        double held = 0;
        int kept = 0;
        while (kept < count && held < share * total) {
            held += dot(basis[kept], product(covariance, basis[kept]));
            kept++;
        }
        return new PrincipalComponents(java.util.Arrays.copyOf(basis, kept));
    }

    private static double[][] covariance(double[][] vectors) {
        int size = vectors[0].length;
        double[][] covariance = new double[size][size];
        for (double[] vector : vectors) {
            for (int i = 0; i < size; i++) {
                double scaled = vector[i] / vectors.length;
                double[] row = covariance[i];
                for (int j = 0; j < size; j++) {
                    row[j] += scaled * vector[j];
                }
            }
        }
        return covariance;
    }

    private static double[] product(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(matrix[i], vector);
        }
        return product;
    }

    /** Gram-Schmidt, in place; a direction that is left with nothing becomes zero. */
    private static void orthonormalise(double[][] basis) {
        for (int k = 0; k < basis.length; k++) {
            double before = Math.sqrt(dot(basis[k], basis[k]));
            for (int earlier = 0; earlier < k; earlier++) {
                double along = dot(basis[k], basis[earlier]);
                for (int i = 0; i < basis[k].length; i++) {
                    basis[k][i] -= along * basis[earlier][i];
                }
            }
            double length = Math.sqrt(dot(basis[k], basis[k]));
            double scale = length <= 1e-12 * before ? 0 : 1 / length;
            for (int i = 0; i < basis[k].length; i++) {
                basis[k][i] *= scale;
            }
        }
    }

    int count() {
        return directions.length;
    }

    /** The squared length of what is left of a vector without its part along the components. */
    double residual(double[] vector) {
        double left = dot(vector, vector);
        for (double[] direction : directions) {
            double along = dot(vector, direction);
            left -= along * along;
        }
        return Math.max(0, left);
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
