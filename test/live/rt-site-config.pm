# Request Tracker as a server for tests: nothing is mailed, everything is in one folder.
Set($rtname, 'rt.test');
Set($Organization, 'rt.test');
Set($CorrespondAddress, 'rt@rt.test');
Set($CommentAddress, 'rt-comment@rt.test');
Set($WebDomain, '127.0.0.1');
Set($WebPort, $ENV{PORT});
Set($WebPath, '');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, "$ENV{HOME}/rt.db");
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
# What is longer is cut or dropped, and the answer says nothing of it.
Set($MaxAttachmentSize, $ENV{LARGEST}) if $ENV{LARGEST};
Set($TruncateLongAttachments, 1) if ($ENV{WHAT_IS_LONGER} // '') eq 'cut';
Set($DropLongAttachments, 1) if ($ENV{WHAT_IS_LONGER} // '') eq 'dropped';
1;
