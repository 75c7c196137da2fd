// Tests here wait for programs most of the time: with one for each of two cores, half of the machine would stand still.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
