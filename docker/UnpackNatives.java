/** Loads the training engine once, so that its native libraries lie unpacked in the loader's cache. */
final class UnpackNatives {
    private UnpackNatives() {}

    public static void main(String[] args) {
        org.nd4j.linalg.factory.Nd4j.create(1);
    }
}
