-- What collection partners owe or are owed at the end of the period: four populations, one row per open item.
WITH [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Reconcile_ID], CAST([OMS_Packlist_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Packlist_No], CAST([OMS_Packlist_Status] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Packlist_Status], [OMS_Packlist_Created_Date], [OMS_Collection_Partner_Name] COLLATE Latin1_General_100_BIN2 AS [OMS_Collection_Partner_Name], [OMS_Amount_Received], CAST([OMS_Payment_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_No], [OMS_Payment_Date], CAST([OMS_Payment_Status] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_Status], [OMS_Payment_Reconciled_Amount], [OMS_Payment_Charges_Reconciled_Amount], [Created_Date] FROM [FIN_REC].[dbo].[RPT_PACKLIST_PAYMENTS]), [src_fin_rec_RPT_PACKLIST_PACKAGES] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Packlist_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Packlist_No], CAST([OMS_Packlist_Status] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Packlist_Status] FROM [FIN_REC].[dbo].[RPT_PACKLIST_PACKAGES]), [src_fin_rec_RPT_CASHREC_TRANSACTION] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Transaction_ID], CAST([Transaction_Type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Transaction_Type], CAST([Related_Entity] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Related_Entity], [Created_Date], [Collection_Partner] COLLATE Latin1_General_100_BIN2 AS [Collection_Partner], [Amount], CAST([Transaction_List_Nr] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Transaction_List_Nr], [Transaction_List_Date] FROM [FIN_REC].[dbo].[RPT_CASHREC_TRANSACTION]), [src_fin_rec_RPT_CASHDEPOSIT] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Payment_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_No], [OMS_Payment_Date], CAST([OMS_Type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Type], [OMS_Collection_Partner] COLLATE Latin1_General_100_BIN2 AS [OMS_Collection_Partner], [OMS_Payment_Amount], [OMS_Charges_Amount], CAST([OMS_Payment_Status] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Payment_Status], [payment_reversal_date], [Created_Date] FROM [FIN_REC].[dbo].[RPT_CASHDEPOSIT]), [src_fin_rec_RPT_COLLECTIONADJ] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([OMS_Entity_Type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Entity_Type], CAST([OMS_Entity_No] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [OMS_Entity_No], [OMS_Force_Closed], [OMS_Close_Date], [Amount], [Created_Date] FROM [FIN_REC].[dbo].[RPT_COLLECTIONADJ]), [src_fin_rec_RPT_CASHREC_REALLOCATIONS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [id], [Original_Transaction_date], [Reallocated_Transaction_Date], [Collection_Partner_From] COLLATE Latin1_General_100_BIN2 AS [Collection_Partner_From], CAST([Transaction_type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Transaction_type], CAST([Related_Entity] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Related_Entity], [Amount] FROM [FIN_REC].[dbo].[RPT_CASHREC_REALLOCATIONS]), [src_nav_dw_Bank_Accounts] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Service Provider No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Service Provider No_], CAST([Bank Account Posting Group] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Bank Account Posting Group] FROM [NAV_DW].[dbo].[Bank Accounts]), [src_nav_dw_Bank_Account_Posting_Group] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], CAST([Code] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [Code], CAST([G_L Bank Account No_] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [G_L Bank Account No_] FROM [NAV_DW].[dbo].[Bank Account Posting Group]), [src_fin_rec_Dim_Company] AS (SELECT CAST([Company_Code] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Code], CAST([Company_Country] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [Company_Country], [Flg_In_Conso_Scope] FROM [FIN_REC].[fdw].[Dim_Company]), [src_fin_rec_RPT_HUBS_3PL_MAPPING] AS (SELECT CAST([ID_COMPANY] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_COMPANY], [NODE] COLLATE Latin1_General_100_BIN2 AS [NODE], [SERVICE_PROVIDER] COLLATE Latin1_General_100_BIN2 AS [SERVICE_PROVIDER] FROM [FIN_REC].[dbo].[RPT_HUBS_3PL_MAPPING]), [src_fin_rec_RPT_COLLECTIONPARTNERS] AS (SELECT CAST([ID_Company] AS NVARCHAR(10)) COLLATE Latin1_General_100_BIN2 AS [ID_Company], [Name] COLLATE Latin1_General_100_BIN2 AS [Name], CAST([Type] AS NVARCHAR(50)) COLLATE Latin1_General_100_BIN2 AS [Type], CAST([ERP_Name] AS NVARCHAR(20)) COLLATE Latin1_General_100_BIN2 AS [ERP_Name] FROM [FIN_REC].[dbo].[RPT_COLLECTIONPARTNERS]), reconciled_list AS (
  SELECT y.[ID_Company] AS company, y.[OMS_Packlist_No] AS list_no
  FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS y
  WHERE y.[OMS_Payment_Reconciled_Amount] IS NOT NULL
  GROUP BY y.[ID_Company], y.[OMS_Packlist_No]
),
waiting_list AS (
  -- lists that still wait: for approval, or for confirmation while nothing of them is reconciled
  SELECT k.[ID_Company] AS company, k.[OMS_Packlist_No] AS list_no
  FROM [src_fin_rec_RPT_PACKLIST_PACKAGES] AS k
  LEFT JOIN reconciled_list AS r
    ON r.company = k.[ID_Company] AND r.list_no = k.[OMS_Packlist_No]
  WHERE k.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND (
      k.[OMS_Packlist_Status] = 'waitingApproval'
      OR (k.[OMS_Packlist_Status] = 'waitingConfirmation' AND r.company IS NULL)
    )
  GROUP BY k.[ID_Company], k.[OMS_Packlist_No]
),
dated_transaction AS (
  -- transactions with the date of their deposit where a deposit settles them, otherwise the day they were created
  SELECT
    t.[ID_Company] AS company,
    t.[Transaction_ID] AS transaction_id,
    t.[Transaction_Type] AS transaction_type,
    t.[Related_Entity] AS related_entity,
    t.[Collection_Partner] AS partner,
    t.[Transaction_List_Nr] AS list_no,
    t.[Transaction_List_Date] AS list_date,
    t.[Amount] AS amount,
    CASE
      WHEN t.[Transaction_Type] = 'Payment - Rev' AND d.[payment_reversal_date] IS NOT NULL
        THEN d.[payment_reversal_date]
      WHEN t.[Transaction_Type] <> 'Payment - Rev' AND d.[OMS_Payment_Date] IS NOT NULL
        THEN d.[OMS_Payment_Date]
      ELSE t.[Created_Date]
    END AS event_date
  FROM [src_fin_rec_RPT_CASHREC_TRANSACTION] AS t
  LEFT JOIN [src_fin_rec_RPT_CASHDEPOSIT] AS d
    ON d.[ID_Company] = t.[ID_Company]
    AND d.[OMS_Payment_No] = t.[Related_Entity]
    AND (
      (t.[Transaction_Type] = 'Transfer to' AND d.[OMS_Type] = 'Transfer')
      OR (t.[Transaction_Type] = 'Third Party Collection' AND d.[OMS_Type] = 'Payment')
      OR (t.[Transaction_Type] = 'Payment - Rev' AND d.[OMS_Type] = 'Payment')
    )
  WHERE t.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND t.[Transaction_Type] NOT IN (@excluded_types_0, @excluded_types_1, @excluded_types_2, @excluded_types_3, @excluded_types_4, @excluded_types_5, @excluded_types_6)
    AND t.[Amount] <> 0
),
list_in_progress AS (
  -- one row per list: the one created last counts
  SELECT
    y.[ID_Company] AS company,
    y.[OMS_Packlist_No] AS list_no,
    y.[OMS_Collection_Partner_Name] AS partner,
    y.[OMS_Amount_Received] AS received,
    y.[OMS_Packlist_Created_Date] AS created,
    ROW_NUMBER() OVER (
      PARTITION BY y.[ID_Company], y.[OMS_Packlist_No]
      ORDER BY y.[OMS_Packlist_Created_Date] DESC, y.[Reconcile_ID] DESC
    ) AS rn
  FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS y
  WHERE y.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND y.[OMS_Packlist_Created_Date] < @period_next
    AND y.[OMS_Packlist_Status] IN (@progress_statuses_0, @progress_statuses_1, @progress_statuses_2)
    AND y.[OMS_Payment_Reconciled_Amount] IS NOT NULL
),
list_applied AS (
  SELECT
    y.[ID_Company] AS company,
    y.[OMS_Packlist_No] AS list_no,
    CAST(
      ROUND(
        SUM(
          COALESCE(y.[OMS_Payment_Reconciled_Amount], 0)
          + COALESCE(y.[OMS_Payment_Charges_Reconciled_Amount], 0)
        ),
        4
      ) AS DECIMAL(19,4)
    ) AS applied
  FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS y
  WHERE y.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND y.[OMS_Payment_Date] < @period_next
  GROUP BY y.[ID_Company], y.[OMS_Packlist_No]
),
payment_applied AS (
  SELECT
    y.[ID_Company] AS company,
    y.[OMS_Payment_No] AS payment_no,
    CAST(
      ROUND(
        SUM(y.[OMS_Payment_Reconciled_Amount] + COALESCE(y.[OMS_Payment_Charges_Reconciled_Amount], 0)),
        4
      ) AS DECIMAL(19,4)
    ) AS applied
  FROM [src_fin_rec_RPT_PACKLIST_PAYMENTS] AS y
  WHERE y.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND y.[OMS_Packlist_Created_Date] < @period_next
    AND y.[OMS_Payment_Date] < @period_next
    AND y.[OMS_Payment_Status] IN (@progress_statuses_0, @progress_statuses_1, @progress_statuses_2)
    AND y.[OMS_Payment_Reconciled_Amount] IS NOT NULL
  GROUP BY y.[ID_Company], y.[OMS_Payment_No]
),
payment_in_progress AS (
  SELECT
    d.[ID_Company] AS company,
    d.[OMS_Payment_No] AS payment_no,
    d.[OMS_Payment_Date] AS event_date,
    d.[OMS_Collection_Partner] AS partner,
    d.[OMS_Type] AS transaction_type,
    COALESCE(d.[OMS_Payment_Amount], 0) + COALESCE(d.[OMS_Charges_Amount], 0)
      - COALESCE(a.applied, 0) AS left_over
  FROM [src_fin_rec_RPT_CASHDEPOSIT] AS d
  LEFT JOIN payment_applied AS a
    ON a.company = d.[ID_Company] AND a.payment_no = d.[OMS_Payment_No]
  WHERE d.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND d.[OMS_Payment_Date] < @period_next
    AND d.[OMS_Payment_Status] IN (@progress_statuses_0, @progress_statuses_1, @progress_statuses_2)
    AND NOT EXISTS (
      SELECT 1 FROM [src_fin_rec_RPT_COLLECTIONADJ] AS j
      WHERE j.[ID_Company] = d.[ID_Company]
        AND j.[OMS_Entity_No] = d.[OMS_Payment_No]
        AND COALESCE(j.[OMS_Entity_Type], '') <> 'packlist'
        AND (
          (CAST(j.[OMS_Force_Closed] AS INTEGER) = 1 AND j.[OMS_Close_Date] IS NULL)
          OR j.[OMS_Close_Date] < @period_next
        )
    )
  GROUP BY d.[ID_Company], d.[OMS_Payment_No], d.[OMS_Payment_Date], d.[OMS_Collection_Partner], d.[OMS_Type],
    COALESCE(d.[OMS_Payment_Amount], 0) + COALESCE(d.[OMS_Charges_Amount], 0) - COALESCE(a.applied, 0)
),
open_item AS (
  -- 1: transactions on no list by the cutoff, or on one that still waits
  SELECT
    CAST(1 AS INTEGER) AS population,
    t.company AS company,
    t.event_date AS event_date,
    CAST(t.partner AS NVARCHAR(100)) AS partner,
    CAST(t.transaction_type AS NVARCHAR(50)) AS transaction_type,
    CAST(t.related_entity AS NVARCHAR(50)) AS related_entity,
    CAST(ROUND(t.amount, 4) AS DECIMAL(19,4)) AS amount,
    CAST(t.transaction_id AS NVARCHAR(50)) AS source_row_id
  FROM dated_transaction AS t
  LEFT JOIN waiting_list AS w
    ON w.company = t.company AND w.list_no = t.list_no
  WHERE t.event_date < @period_next
    AND (COALESCE(t.list_no, '') = '' OR t.list_date >= @period_next OR w.company IS NOT NULL)
  UNION ALL
  -- 2: transactions moved to another partner after the cutoff
  SELECT
    CAST(2 AS INTEGER) AS population,
    r.[ID_Company] AS company,
    r.[Original_Transaction_date] AS event_date,
    CAST(r.[Collection_Partner_From] AS NVARCHAR(100)) AS partner,
    CAST(r.[Transaction_type] AS NVARCHAR(50)) AS transaction_type,
    CAST(r.[Related_Entity] AS NVARCHAR(50)) AS related_entity,
    CAST(ROUND(r.[Amount], 4) AS DECIMAL(19,4)) AS amount,
    CAST(r.[id] AS NVARCHAR(50)) AS source_row_id
  FROM [src_fin_rec_RPT_CASHREC_REALLOCATIONS] AS r
  WHERE r.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND r.[Original_Transaction_date] < @period_next
    AND r.[Reallocated_Transaction_Date] >= @period_next
  UNION ALL
  -- 3: what partners received on lists and nothing was applied to yet
  SELECT
    CAST(3 AS INTEGER) AS population,
    l.company AS company,
    l.created AS event_date,
    CAST(l.partner AS NVARCHAR(100)) AS partner,
    CAST('Translist in progress' AS NVARCHAR(50)) AS transaction_type,
    CAST(l.list_no AS NVARCHAR(50)) AS related_entity,
    CAST(ROUND(l.received - COALESCE(a.applied, 0), 4) AS DECIMAL(19,4)) AS amount,
    CAST(l.list_no AS NVARCHAR(50)) AS source_row_id
  FROM list_in_progress AS l
  LEFT JOIN list_applied AS a
    ON a.company = l.company AND a.list_no = l.list_no
  WHERE l.rn = 1
    AND l.received - COALESCE(a.applied, 0) > 0
    AND NOT EXISTS (
      SELECT 1 FROM [src_fin_rec_RPT_COLLECTIONADJ] AS j
      WHERE j.[ID_Company] = l.company
        AND j.[OMS_Entity_No] = l.list_no
        AND j.[OMS_Entity_Type] = 'packlist'
        AND CAST(j.[OMS_Force_Closed] AS INTEGER) = 1
        AND (j.[OMS_Close_Date] IS NULL OR j.[OMS_Close_Date] < @period_next)
    )
  UNION ALL
  -- 4: payments and transfers made and not yet applied to lists; the partner is owed, so they are negative
  SELECT
    CAST(4 AS INTEGER) AS population,
    p.company AS company,
    p.event_date AS event_date,
    CAST(p.partner AS NVARCHAR(100)) AS partner,
    CAST(p.transaction_type AS NVARCHAR(50)) AS transaction_type,
    CAST(p.payment_no AS NVARCHAR(50)) AS related_entity,
    CAST(ROUND(-p.left_over, 4) AS DECIMAL(19,4)) AS amount,
    CAST(p.payment_no AS NVARCHAR(50)) AS source_row_id
  FROM payment_in_progress AS p
  WHERE p.left_over > 0
),
bank AS (
  -- one bank account in the ledger per service provider: the lowest number
  SELECT
    b.[ID_Company] AS company,
    b.[Service Provider No_] AS provider,
    MIN(g.[G_L Bank Account No_]) AS bank_account
  FROM [src_nav_dw_Bank_Accounts] AS b
  JOIN [src_nav_dw_Bank_Account_Posting_Group] AS g
    ON g.[ID_Company] = b.[ID_Company] AND g.[Code] = b.[Bank Account Posting Group]
  WHERE b.[ID_Company] IN (@companies_0, @companies_1, @companies_2, @companies_3, @companies_4, @companies_5, @companies_6, @companies_7, @companies_8)
    AND b.[Service Provider No_] <> ''
    AND g.[G_L Bank Account No_] IS NOT NULL
    AND g.[G_L Bank Account No_] NOT IN (@excluded_bank_gl_0)
  GROUP BY b.[ID_Company], b.[Service Provider No_]
)
SELECT
  i.company AS [ID_Company],
  i.event_date AS [Event_date],
  i.partner AS [CP],
  i.transaction_type AS [Transaction_Type],
  i.related_entity AS [Related_Entity],
  CAST(i.amount AS DECIMAL(19,4)) AS [Amount],
  h.[SERVICE_PROVIDER] AS [SERVICE_PROVIDER],
  p.[Type] AS [Type],
  p.[ERP_Name] AS [ERP_Name],
  c.[Company_Country] AS [Company_Country],
  CAST(@cutoff AS DATE) AS [Closing_date],
  k.bank_account AS [G_L Bank Account No_],
  i.population AS [Population],
  i.source_row_id AS [source_row_id]
FROM open_item AS i
JOIN [src_fin_rec_Dim_Company] AS c
  ON c.[Company_Code] = i.company AND CAST(c.[Flg_In_Conso_Scope] AS INTEGER) = 1
LEFT JOIN [src_fin_rec_RPT_HUBS_3PL_MAPPING] AS h
  ON h.[ID_COMPANY] = i.company AND h.[NODE] = i.partner
LEFT JOIN [src_fin_rec_RPT_COLLECTIONPARTNERS] AS p
  ON p.[ID_Company] = i.company AND p.[Name] = i.partner
LEFT JOIN bank AS k
  ON k.company = i.company AND k.provider = p.[ERP_Name]
WHERE c.[Company_Country] IS NULL OR c.[Company_Country] NOT IN (@excluded_countries_0, @excluded_countries_1, @excluded_countries_2)
