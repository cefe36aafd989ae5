namespace Ledger.Simulation.World;

/// <summary>Cuts a node's power at its n-th next touch of a device or of the network, in the middle of a turn.</summary>
public sealed class Fuse
{
    private int _left = -1;

    public bool IsArmed => _left >= 0;

    public void Arm(int touches) => _left = touches;

    public void Disarm() => _left = -1;

    public void Touch()
    {
        if (_left >= 0 && _left-- == 0)
        {
            throw new PowerLoss();
        }
    }
}

/// <summary>Thrown through a node's turn when its fuse blows; the node is down from there on.</summary>
public sealed class PowerLoss() : Exception("The simulated power was cut.");
