using Kinfolk;
using Kinfolk.Demo;
using Kinfolk.Site;

return args switch
{
    ["site", .. var rest] => await SiteCommand.RunAsync(rest),
    ["messages", .. var rest] => await KinfolkApp.CreateBuilder<SendMessages>(rest).Build().RunAsync(),
    ["inbox", .. var rest] => await KinfolkApp.CreateBuilder<SyncInbox>(rest).Build().RunAsync(),
    ["tables", .. var rest] => await KinfolkApp.CreateBuilder<GatherMatches>(rest).AddRecordSink<GatherMatches, MatchTables>().Build().RunAsync(),
    ["demo", .. var rest] => await DemoCommand.RunAsync(rest),
    _ => await KinfolkApp.CreateBuilder<GatherMatches>(args).Build().RunAsync(),
};
