# Sourced, not run: environment and flags, before "$@", of every JVM that trains and scores: of bin/tidewatch, of the benchmarks.

# More threads cost the small networks milliseconds a window.
OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
export OMP_NUM_THREADS

# glibc would keep about 100 MB for each thread that ever trained a model.
MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
export MALLOC_ARENA_MAX

# OpenBLAS knows processors by their number. One that is newer than itself gets its slowest kernels, of 128 bits: a training then
# takes a third longer. What a processor can do does not age.
if [ -z "${OPENBLAS_CORETYPE:-}" ] && [ -r /proc/cpuinfo ]; then
    case " $(grep -m 1 '^flags' /proc/cpuinfo || true) " in
        *' avx512vl '*) export OPENBLAS_CORETYPE=SkylakeX ;;
        *' fma '*' avx2 '*) export OPENBLAS_CORETYPE=Haswell ;;
    esac
fi

# Vector kernels are compiled by themselves. Inlined, as they would be, they reach the compiler's limits halfway, and what it then
# leaves as objects costs up to 70 KB a window, in one process and not in the next.
for kernels in inference.VectorActivations:sinh,tanh inference.VectorResiduals:sum,sumOff,deviations,show,squares \
    calibration.VectorBulk:findBuckets,locate,count,rank,choose,learn decision.VectorFeaturePooling:findSmallest,score,compare,combine; do
    for kernel in $(echo "${kernels#*:}" | tr , ' '); do
        set -- "-XX:CompileCommand=dontinline,io.tidewatch.${kernels%%:*}::$kernel" "$@"
    done
done
set -- -XX:CompileCommand=quiet "$@"

# The loops of a window are short, and G1 would make two of each, so that a long one can be stopped halfway: a thirtieth of the time.
set -- -XX:-UseCountedLoopSafepoints -XX:LoopStripMiningIter=0 "$@"

set -- --add-modules jdk.incubator.vector "$@"
