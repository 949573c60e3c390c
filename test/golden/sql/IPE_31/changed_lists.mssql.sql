-- Lists whose payment rows differ in partner, amount received or creation date: the row created last counts.
WITH [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Packlist_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Packlist_No], CAST([OMS_Packlist_Status] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Packlist_Status], [OMS_Packlist_Created_Date], [OMS_Collection_Partner_Name] COLLATE Latin1_General_100_BIN2 AS [OMS_Collection_Partner_Name], [OMS_Amount_Received], [OMS_Payment_Reconciled_Amount] FROM [FIN_REC].[dbo].[RPT_PACKLIST_PAYMENTS]), form AS (
  SELECT
    y.[ID_Company] AS company,
    y.[OMS_Packlist_No] AS list_no,
    y.[OMS_Collection_Partner_Name] AS partner,
    y.[OMS_Amount_Received] AS received,
    y.[OMS_Packlist_Created_Date] AS created
  FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS y
  WHERE y.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND y.[OMS_Packlist_Created_Date] < @period_next
    AND y.[OMS_Packlist_Status] IN (@progress_statuses_0, @progress_statuses_1, @progress_statuses_2)
    AND y.[OMS_Payment_Reconciled_Amount] IS NOT NULL
  GROUP BY
    y.[ID_Company],
    y.[OMS_Packlist_No],
    y.[OMS_Collection_Partner_Name],
    y.[OMS_Amount_Received],
    y.[OMS_Packlist_Created_Date]
)
SELECT
  f.company AS [ID_Company],
  f.list_no AS [OMS_Packlist_No],
  COUNT(*) AS [forms],
  CAST(MIN(f.received) AS DECIMAL(19,4)) AS [lowest_received],
  CAST(MAX(f.received) AS DECIMAL(19,4)) AS [highest_received]
FROM form AS f
GROUP BY f.company, f.list_no
HAVING COUNT(*) > 1
