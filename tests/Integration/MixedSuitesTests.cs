using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>Validators and issuers of SM2, Ed25519 and P-256 on one chain.</summary>
public sealed class MixedSuitesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_chain_whose_members_sign_with_three_suites_goes_on_without_any_of_them_and_every_receipt_verifies_offline()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load("mixed-2+2"), default);
        await Start.RunAsync(network, default);
        ReceiptAuditor auditor = new(network.Genesis);
        byte[] receipt = [];

        foreach (ValidatorNode absent in network.Nodes)
        {
            await absent.KillAsync();
            foreach (IssuerIdentity issuer in network.Issuers)
            {
                using TransactionFactory factory = new(network.Genesis, issuer);
                PreparedTransaction transaction = factory.Make(3, head: 0);
                SubmitResponse answer = await network.Running.First().Client.SubmitAsync(transaction.Bytes, waitForReceipt: true, Patience);
                Assert.Equal(Outcome.Anchored, answer.Outcome);
                receipt = answer.Receipt.ToByteArray();
                auditor.Hear(transaction, receipt);
            }

            await Start.RunAsync(network, default);
            await Wait.UntilHeadsAgreeAsync(network, Patience, default);
        }

        Assert.Empty(auditor.Faults);
        Assert.Equal(network.Nodes.Count * network.Issuers.Count, auditor.Verified);
        RefuseEveryFlip(network, receipt);
    }

    private static void RefuseEveryFlip(TestNetwork network, byte[] receipt)
    {
        Parallel.For(0, receipt.Length, at =>
        {
            byte[] flipped = [.. receipt];
            flipped[at] ^= (byte)(1 << (at % 8));
            bool good = Receipt.TryDecode(flipped, out Receipt? read) == DecodeFault.None
                && ReceiptVerifier.Verify(read!, network.Genesis, SignatureSuites.Production) == ReceiptFault.None;
            Assert.False(good, $"byte {at}");
        });
    }
}
