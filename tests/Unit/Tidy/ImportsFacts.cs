namespace Ledger.Tests.Unit.Tidy;

public sealed class ImportsFacts
{
    [Fact]
    public void Every_page_names_what_it_uses_in_order() => Assert.Empty(SourceTree.CSharp.SelectMany(Imports.Offences));

    [Fact]
    public void The_order_is_accepted()
        => Assert.Empty(Imports.Offences(Planted(
            "using System;", "using System.Text;", "using Grpc.Core;", "using static System.Math;", "using Outcome = A.B;")));

    [Theory]
    [InlineData("using Grpc.Core;", "using System;")]
    [InlineData("using System.Text;", "using System.Linq;")]
    [InlineData("using static System.Math;", "using Grpc.Core;")]
    [InlineData("using Outcome = A.B;", "using Grpc.Core;")]
    public void Two_that_changed_places_are_caught(string first, string second)
        => Assert.Single(Imports.Offences(Planted(first, second)));

    private static SourceFile Planted(params string[] lines) => new("storage/Planted.cs", string.Join('\n', lines));
}
