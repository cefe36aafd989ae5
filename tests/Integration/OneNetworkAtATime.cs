// Four validators and a load fill the machine: a second network beside them would test the scheduler.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
